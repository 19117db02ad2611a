import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openPretrainedBert } from '../../../engine/text/pretrainedBert.ts';
import { createTextEncoder } from '../../../engine/text/textEncoder.ts';
import { describeTokens, golden, publishedWeights, reference, smallConfig, textOf, writeBert } from './writeBert.ts';

test.each(['pieces', 'positions'] as const)('a published folder gives the features of Hugging Face (%s)', async (pooling) => {
  const model = await openPretrainedBert(await writeBert());
  const encoded = await createTextEncoder({ ...model, pooling, maxLength: 40, threads: 1 }).encode([0, 1, 2].map(textOf));
  const theirs = golden(`pooled.${pooling}`);
  const largest = Math.max(...theirs.map(Math.abs));
  encoded.forEach(({ feature }, row) => feature.forEach((value, i) => expect(Math.abs(value - theirs[row * 32 + i]) / largest).toBeLessThan(1e-5)));
});

test('names without prefix and in their new spelling are the same weights', async () => {
  const plain = new Map([...reference].filter(([name]) => name.startsWith('weights.')).map(([name, tensor]) => [name.slice(8), tensor]));
  const [one, two] = [await openPretrainedBert(await writeBert()), await openPretrainedBert(await writeBert({ weights: plain }))];
  expect([...two.weights]).toEqual([...one.weights]);
  expect(two.fingerprint).not.toBe(one.fingerprint);
});

test('weights, tokenizer and sizes are in the fingerprint; the folder is not', async () => {
  const other = publishedWeights();
  other.set('cls.predictions.bias', { shape: [60], data: new Float32Array(60).fill(1) });
  const fingerprints = await Promise.all([{}, {}, { weights: other }, { tokenizer: describeTokens(59) }, { config: { ...smallConfig, num_attention_heads: 2 } }].map(async (files) => (await openPretrainedBert(await writeBert(files))).fingerprint));
  expect(new Set(fingerprints).size).toBe(4);
  expect(fingerprints[0]).toBe(fingerprints[1]);
});

const without = (name: string) => {
  const weights = publishedWeights();
  weights.delete(name);
  return weights;
};
const withNaN = () => {
  const [name, { shape, data }] = [...publishedWeights()].find(([key]) => key.endsWith('layer.3.output.dense.bias'))!;
  return new Map([...publishedWeights(), [name, { shape, data: (data as Float32Array).map((x, i) => (i === 31 ? NaN : x)) }]]);
};
const { '[SEP]': _, ...noSeparator } = describeTokens(60).model.vocab;

test.each([
  ['a tensor is missing', { weights: without('bert.encoder.layer.4.attention.self.query.bias') }, 'model.safetensors', 'not in the file: encoder.layer.4.attention.self.query.bias'],
  ['a weight is no number', { weights: withNaN() }, 'model.safetensors', /encoder\.layer\.3\.output\.dense\.bias.* holds NaN/],
  ['the sizes are another model\'s', { config: { ...smallConfig, intermediate_size: 128 } }, 'model.safetensors', 'encoder.layer.0.intermediate.dense.weight has the shape [64, 32], the model\'s [128, 32]'],
  ['without sizes it is not BERT-base', { config: null }, 'model.safetensors', 'embeddings.word_embeddings.weight has the shape [60, 32], the model\'s [30522, 768]'],
  ['there are fewer layers than weights', { config: { ...smallConfig, num_hidden_layers: 4 } }, 'model.safetensors', 'of the file not in the model: bert.encoder.layer.4'],
  ['the model is no BERT', { config: { ...smallConfig, model_type: 'roberta' } }, 'config.json', 'model_type'],
  ['the activation is another', { config: { ...smallConfig, hidden_act: 'relu' } }, 'config.json', 'hidden_act'],
  ['heads do not divide the width', { config: { ...smallConfig, num_attention_heads: 5 } }, 'config.json', '5 heads'],
  ['the tokenizer has more pieces than the weights', { tokenizer: describeTokens(61) }, 'tokenizer.json', /tokenizer\.json has 61 pieces and the weights .*model\.safetensors have 60/],
  ['a special token lies beyond the weights', { tokenizer: { ...describeTokens(60), added_tokens: [{ id: 99, content: '[MASK]', special: true }] } }, 'tokenizer.json', 'has 100 pieces'],
  ['the tokenizer has no [SEP]', { tokenizer: { ...describeTokens(60), added_tokens: [], model: { ...describeTokens(60).model, vocab: noSeparator } } }, 'tokenizer.json', 'no [SEP]'],
  ['the tokenizer is something else', { tokenizer: { a: 1 } as never }, 'tokenizer.json', 'cannot be used'],
  ['there is no tokenizer', { tokenizer: null }, 'tokenizer.json', 'no such file'],
  ['there are no weights', { weights: null }, 'model.safetensors', ''],
])('%s: an error that names the file', async (_name, files, file, message) => {
  const folder = await writeBert(files);
  await expect(openPretrainedBert(folder)).rejects.toMatchObject({ name: 'StickerLabError', file: path.join(folder, file), message: (typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message)) as string });
});

test('a tokenizer much smaller than the weights is another model\'s', async () => {
  const large = new Float32Array(1000 * 32);
  large.set(golden('weights.embeddings.word_embeddings.weight'));
  const weights = new Map([...publishedWeights(), ['bert.embeddings.word_embeddings.weight', { shape: [1000, 32], data: large }]]);
  const open = async (pieces: number) => openPretrainedBert(await writeBert({ weights, config: { ...smallConfig, vocab_size: 1000 }, tokenizer: describeTokens(pieces) }));
  await expect(open(500)).rejects.toThrow('has 500 pieces');
  expect((await open(990)).tokenizer.size).toBe(990);
});

test.each(['model.safetensors', 'tokenizer.json', 'config.json'])('a cut-off %s is named', async (name) => {
  const folder = await writeBert();
  await truncate(path.join(folder, name), 100);
  await expect(openPretrainedBert(folder)).rejects.toMatchObject({ name: 'StickerLabError', file: path.join(folder, name) });
  await writeFile(path.join(folder, name), '');
  await expect(openPretrainedBert(folder)).rejects.toMatchObject({ name: 'StickerLabError', file: path.join(folder, name) });
});
