import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildVocabulary, type TokenizerJson } from '../../../engine/text/vocabulary.ts';
import type { NamedTensor } from '../../../engine/weights/namedTensor.ts';
import { readSafetensors, writeSafetensors } from '../../../engine/weights/safetensors.ts';

/** Hugging Face's BertModel of test/reference/bert.py: four sequences of 40 positions with 40, 17, 2 and no real pieces. */
export const { tensors: reference } = await readSafetensors(path.join(import.meta.dirname, '../../reference/bert.safetensors'));

export const golden = (name: string) => reference.get(name)!.data as Float32Array;

export const smallConfig = { hidden_act: 'gelu', vocab_size: 60, hidden_size: 32, num_hidden_layers: 5, num_attention_heads: 4, intermediate_size: 64, max_position_embeddings: 40 };

/** Five special tokens, then t5, t6... */
export const describeTokens = (count: number): TokenizerJson => {
  const { model, ...rest } = buildVocabulary([]);
  return { ...rest, model: { ...model, vocab: { ...model.vocab, ...Object.fromEntries(Array.from({ length: count - 5 }, (_, i) => [`t${i + 5}`, i + 5])) } } };
};

/** The text that the tokenizer reads as a sequence of the reference, [CLS] and [SEP] left out. */
export function textOf(row: number): string {
  const real = [...(reference.get('ids')!.data as Uint8Array).subarray(row * 40, row * 40 + 40)].filter((id) => id >= 5);
  return real.map((id) => `t${id}`).join(' ');
}

/** The reference's weights as a model with a head is published: other names, and tensors that nobody needs here. */
export function publishedWeights(): Map<string, NamedTensor> {
  const weights = [...reference].filter(([name]) => name.startsWith('weights.')).map(([name, tensor]) => [`bert.${name.slice(8)}`, tensor] as const);
  const old = weights.map(([name, tensor]) => [name.replace(/LayerNorm\.weight$/, 'LayerNorm.gamma').replace(/LayerNorm\.bias$/, 'LayerNorm.beta'), tensor] as const);
  return new Map([...old, ['bert.pooler.dense.bias', { shape: [32], data: new Float32Array(32).fill(NaN) }], ['cls.predictions.bias', { shape: [60], data: new Float32Array(60) }]]);
}

/** A published folder; null leaves a file out. */
export async function writeBert({ weights = publishedWeights(), tokenizer = describeTokens(60), config = smallConfig }: { weights?: ReadonlyMap<string, NamedTensor> | null; tokenizer?: TokenizerJson | null; config?: object | null } = {}): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bert-'));
  if (weights) await writeSafetensors(path.join(folder, 'model.safetensors'), weights);
  if (tokenizer) await writeFile(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  if (config) await writeFile(path.join(folder, 'config.json'), JSON.stringify(config));
  return folder;
}
