import { createHash } from 'node:crypto';
import { GraphBuilder } from '../graph/graphBuilder.ts';
import { bert, poolText, type BertConfig } from '../model/bert.ts';
import { createParameterTable, initializeParameter } from '../model/parameters.ts';
import { createSession, createTensor } from '../runtime/session.ts';
import type { Tokenizer } from './tokenizer.ts';

/** Turns texts into pooled features. Frozen: the same text always gives the same numbers. */
export interface TextEncoder {
  readonly width: number;
  /** Names weights, tokenizer and pooling: the key under which features are cached. */
  readonly fingerprint: string;
  /** -> float32 [texts, width], and how many texts were longer than the encoder reads. */
  encode(texts: readonly string[], signal?: AbortSignal): Promise<{ features: Float32Array; cut: number }>;
  release(): Promise<void>;
}

const batch = 32;

/**
 * Our BERT graph with weights drawn from a seed: no pretrained knowledge, yet a fixed and distinct feature for every
 * wording. It stands in where BERT-base's weights are not at hand, and runs say so.
 */
export async function createSeededTextEncoder(tokenizer: Tokenizer, config: BertConfig, seed: number, threads: number): Promise<TextEncoder> {
  const g = new GraphBuilder();
  const table = createParameterTable(g);
  const ids = g.input('ids', [batch, config.maxLength], 'int32');
  const mask = g.input('mask', [batch, config.maxLength]);
  g.output(poolText(g, bert(table, ids, mask, config), mask), 'feature');
  const session = await createSession(g.build('text-encoder'), { device: 'cpu', threads });
  const weights = Object.fromEntries(table.specs.map((spec) => [spec.name, createTensor('float32', initializeParameter(spec, seed), spec.shape)]));
  const shape = [batch, config.maxLength];
  return {
    width: config.width,
    fingerprint: createHash('sha256').update(JSON.stringify(['seeded-bert', 'masked-mean-4', config, seed])).update(tokenizer.fingerprint).digest('hex'),
    async encode(texts, signal) {
      const features = new Float32Array(texts.length * config.width);
      let cut = 0;
      for (let start = 0; start < texts.length; start += batch) {
        signal?.throwIfAborted();
        const idData = new Int32Array(batch * config.maxLength).fill(tokenizer.padding);
        const maskData = new Float32Array(batch * config.maxLength);
        for (let row = 0; row < batch; row++) {
          const encoded = tokenizer.encode(texts[start + row] ?? '', config.maxLength);
          idData.set(encoded.ids, row * config.maxLength);
          maskData.fill(1, row * config.maxLength, row * config.maxLength + encoded.ids.length);
          if (encoded.cut && start + row < texts.length) cut++;
        }
        const { feature } = await session.run({ ...weights, ids: createTensor('int32', idData, shape), mask: createTensor('float32', maskData, shape) });
        const rows = Math.min(batch, texts.length - start);
        features.set((feature.data as Float32Array).subarray(0, rows * config.width), start * config.width);
      }
      return { features, cut };
    },
    release: () => session.release(),
  };
}
