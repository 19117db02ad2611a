import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { hashFile } from '../files/hashFile.ts';
import { parseJson } from '../files/parseJson.ts';
import { bertParameters, type BertConfig } from '../model/bert.ts';
import { explainMismatch } from '../weights/explainMismatch.ts';
import { matchWeights } from '../weights/matchWeights.ts';
import { readWeights } from '../weights/readWeights.ts';
import { readTokenizer } from './readTokenizer.ts';
import type { TextModel } from './textModel.ts';

const bertBase: BertConfig = { vocabulary: 30522, width: 768, layers: 12, heads: 12, feedForward: 3072, maxLength: 512 };
/** Some publishers fill the table of word pieces up with rows of no piece. */
const spareRows = 128;

const count = z.number().int().positive();
/** Hugging Face's names; what else is there must be what `bert` computes. */
const configSchema = z.object({
  model_type: z.literal('bert').optional(),
  hidden_act: z.literal('gelu').optional(),
  position_embedding_type: z.literal('absolute').optional(),
  layer_norm_eps: z.literal(1e-12).optional(),
  vocab_size: count, hidden_size: count, num_hidden_layers: count, num_attention_heads: count, intermediate_size: count, max_position_embeddings: count,
});

/** The sizes of the BERT in `folder`: what its `config.json` says, BERT-base's where there is none. @throws StickerLabError for another kind of model */
async function readBertConfig(folder: string): Promise<BertConfig> {
  const file = path.join(folder, 'config.json');
  if (!existsSync(file)) return bertBase;
  const remedy = 'Use the config.json that was published with the weights, of a BERT.';
  const { success, data, error } = configSchema.safeParse(parseJson(await readFile(file, 'utf8'), file, remedy));
  if (!success) throw new StickerLabError(`The file does not describe a BERT that can be read here: ${error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`, file, remedy, { cause: error });
  if (data.hidden_size % data.num_attention_heads !== 0) throw new StickerLabError(`${data.num_attention_heads} heads do not divide a width of ${data.hidden_size}`, file, remedy);
  return {
    vocabulary: data.vocab_size, width: data.hidden_size, layers: data.num_hidden_layers, heads: data.num_attention_heads,
    feedForward: data.intermediate_size, maxLength: data.max_position_embeddings,
  };
}

/** The tensors of `bert`; poolers and heads are left out, layers are not. */
async function readBertWeights(file: string, config: BertConfig): Promise<ReadonlyMap<string, Float32Array>> {
  const { weights, missing, unexpected } = matchWeights(await readWeights(file), bertParameters(config), { file });
  const mismatch = explainMismatch({ missing, unexpected: unexpected.filter((name) => name.includes('encoder.layer.')) });
  if (mismatch) throw new StickerLabError(`The weights are not of this BERT. ${mismatch}`, file, 'Put the config.json published with the weights beside them.');
  return weights;
}

/**
 * A published BERT: `model.safetensors` and `tokenizer.json` in `folder`, and `config.json`, without which it must be of BERT-base's sizes.
 * Memory: the weights once.
 * @throws StickerLabError for a file that is missing, damaged, or of another model; for weights that are no numbers; and where
 *   the tokenizer has other pieces than the weights.
 */
export async function openPretrainedBert(folder: string): Promise<TextModel> {
  const [weightsFile, tokenizerFile] = ['model.safetensors', 'tokenizer.json'].map((name) => path.join(folder, name)) as [string, string];
  const [config, tokenizer] = [await readBertConfig(folder), await readTokenizer(tokenizerFile)];
  const weights = await readBertWeights(weightsFile, config);
  if (tokenizer.size > config.vocabulary || tokenizer.size <= config.vocabulary - spareRows) {
    throw new StickerLabError(`The tokenizer ${tokenizerFile} has ${tokenizer.size} pieces and the weights ${weightsFile} have ${config.vocabulary}`, tokenizerFile, 'Use the two files published together.');
  }
  const fingerprint = createHash('sha256').update(JSON.stringify([await hashFile(weightsFile), config, tokenizer.fingerprint])).digest('hex');
  return { config, weights, tokenizer, fingerprint };
}
