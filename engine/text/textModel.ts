import { createHash } from 'node:crypto';
import { bertParameters, type BertConfig } from '../model/bert.ts';
import { initializeParameter } from '../model/parameters.ts';
import type { Tokenizer } from './tokenizer.ts';

/** A BERT with its weights and the tokenizer they belong to. */
export interface TextModel {
  readonly config: BertConfig;
  /** By `bert`'s parameter names. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  readonly tokenizer: Tokenizer;
  /** Names sizes, weights and tokenizer: another of these, another fingerprint. */
  readonly fingerprint: string;
}

/**
 * BERT with weights drawn from a seed: no pretrained knowledge, yet a fixed and distinct feature for every wording. It
 * stands in where BERT-base's weights are not at hand, and runs say so.
 */
export function drawSeededBert(tokenizer: Tokenizer, config: BertConfig, seed: number): TextModel {
  return {
    config,
    tokenizer,
    weights: new Map(bertParameters(config).map((spec) => [spec.name, initializeParameter(spec, seed)])),
    fingerprint: createHash('sha256').update(JSON.stringify(['seeded-bert', config, seed, tokenizer.fingerprint])).digest('hex'),
  };
}
