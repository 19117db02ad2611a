import type { Session } from '../runtime/session.ts';
import { paddedLength } from './textBatches.ts';
import { createTextSession, fillBatch, requirePositions, textWeights, type TextEncoderConfig } from './textEncoder.ts';

/** Reads one text at a time, at once: a session for each padded length stays open. */
export interface WarmTextEncoder {
  /** float32 [width]: what a `TextEncoder` gives, to 1e-6. */
  read(text: string): Promise<Float32Array>;
  /** Opens the session for texts of so many ids, before the first of them comes. */
  prepare(ids: number): Promise<void>;
  release(): Promise<void>;
}

/** Sessions hold no weights, so that all lengths together cost little. @throws RangeError where `maxLength` is more than the model has positions for. */
export function createWarmTextEncoder(config: TextEncoderConfig): WarmTextEncoder {
  requirePositions(config);
  const { tokenizer, pooling, maxLength } = config;
  const weights = textWeights(config);
  const sessions = new Map<number, Promise<Session>>();
  const lengthOf = (ids: number) => (pooling === 'positions' ? maxLength : paddedLength(ids, maxLength));
  const sessionOf = (length: number) => {
    const session = sessions.get(length) ?? createTextSession(config, { length, size: 1 });
    sessions.set(length, session);
    return session;
  };
  return {
    async read(text) {
      const encoded = tokenizer.encode(text, maxLength);
      const length = lengthOf(encoded.ids.length);
      const session = await sessionOf(length);
      const { feature } = await session.run({ ...weights, ...fillBatch({ length, size: 1, rows: [0] }, [encoded], tokenizer.padding) });
      return feature.data as Float32Array;
    },
    async prepare(ids) {
      await sessionOf(lengthOf(ids));
    },
    async release() {
      for (const session of sessions.values()) await (await session).release();
      sessions.clear();
    },
  };
}
