import { createHash } from 'node:crypto';
import { GraphBuilder } from '../graph/graphBuilder.ts';
import { bert, bertParameters, poolText, type TextPooling } from '../model/bert.ts';
import { createParameterTable } from '../model/parameters.ts';
import { createSession, createTensor, type Session } from '../runtime/session.ts';
import { batchTexts, type TextBatch } from './textBatches.ts';
import type { TextModel } from './textModel.ts';
import type { EncodedText } from './tokenizer.ts';

export interface TextFeature {
  /** The text's place among those given. */
  readonly index: number;
  /** float32 [width] */
  readonly feature: Float32Array;
  /** Whether the text had more pieces than are read. */
  readonly cut: boolean;
}

export interface EncodeOptions {
  /** Looked at between batches. */
  readonly signal?: AbortSignal | undefined;
  /** Gets each batch when it is done: texts of like length, so not in the order given. */
  readonly onBatch?: (features: readonly TextFeature[], done: number, total: number) => void | Promise<void>;
}

/** Turns texts into pooled features. Frozen: the same text gives the same numbers to 1e-6, whatever its neighbours. */
export interface TextEncoder {
  readonly width: number;
  /** Names the model, the pooling and the longest length read: the key under which features are cached. */
  readonly fingerprint: string;
  /** One feature a text, in the order given. */
  encode(texts: readonly string[], options?: EncodeOptions): Promise<readonly TextFeature[]>;
}

export interface TextEncoderConfig extends TextModel {
  readonly pooling: TextPooling;
  /** Longest text in word pieces, [CLS] and [SEP] included; what is beyond is cut. At most the model's own. */
  readonly maxLength: number;
  readonly threads: number;
}

export function createTextSession({ config, pooling, threads }: TextEncoderConfig, { length, size }: Pick<TextBatch, 'length' | 'size'>): Promise<Session> {
  const g = new GraphBuilder();
  const ids = g.input('ids', [size, length], 'int32');
  const mask = g.input('mask', [size, length]);
  g.output(poolText(g, bert(createParameterTable(g), ids, mask, config), mask, pooling), 'feature');
  return createSession(g.build('text-encoder'), { device: 'cpu', threads });
}

/** Ids and mask of one batch. Room that is left repeats the last text: a row without real pieces has no mean. */
export function fillBatch({ length, size, rows }: TextBatch, encoded: readonly EncodedText[], padding: number) {
  const ids = new Int32Array(size * length).fill(padding);
  const mask = new Float32Array(size * length);
  for (let row = 0; row < size; row++) {
    const text = encoded[rows[Math.min(row, rows.length - 1)]];
    ids.set(text.ids, row * length);
    mask.fill(1, row * length, row * length + text.ids.length);
  }
  return { ids: createTensor('int32', ids, [size, length]), mask: createTensor('float32', mask, [size, length]) };
}

/** The encoder's weights as a session takes them, without a copy. */
export const textWeights = ({ config, weights }: TextModel) =>
  Object.fromEntries(bertParameters(config).map(({ name, shape }) => [name, createTensor('float32', weights.get(name)!, shape)]));

/** @throws RangeError where `maxLength` is more than the model has positions for. */
export function requirePositions({ config, maxLength }: TextEncoderConfig): void {
  if (maxLength > config.maxLength) throw new RangeError(`a model of ${config.maxLength} positions cannot read ${maxLength}`);
}

/**
 * An encoder that reads texts of like length together, in sessions made when their length comes up and released after it.
 * @throws RangeError where `maxLength` is more than the model has positions for.
 */
export function createTextEncoder(options: TextEncoderConfig): TextEncoder {
  const { config: { width }, tokenizer, pooling, maxLength } = options;
  requirePositions(options);
  const parameters = textWeights(options);
  return {
    width,
    fingerprint: createHash('sha256').update(JSON.stringify(['mean-of-4', options.fingerprint, pooling, maxLength])).digest('hex'),
    async encode(texts, { signal, onBatch } = {}) {
      const encoded = texts.map((text) => tokenizer.encode(text, maxLength));
      const features: TextFeature[] = [];
      let session: Session | undefined;
      let length = 0;
      try {
        for (const batch of batchTexts(encoded.map(({ ids }) => ids.length), maxLength, pooling === 'positions')) {
          signal?.throwIfAborted();
          if (batch.length !== length) {
            await session?.release();
            session = await createTextSession(options, batch);
            length = batch.length;
          }
          const { feature } = await session!.run({ ...parameters, ...fillBatch(batch, encoded, tokenizer.padding) });
          const data = feature.data as Float32Array;
          const done = batch.rows.map((index, row) => ({ index, feature: data.slice(row * width, (row + 1) * width), cut: encoded[index].cut }));
          features.push(...done);
          await onBatch?.(done, features.length, texts.length);
        }
      } finally {
        await session?.release();
      }
      return features.toSorted((a, b) => a.index - b.index);
    },
  };
}
