import type { PredictionRecord } from '../../engine/train/runRecord.ts';

/** The stickers in the order of their highest probability, those without a prediction last. */
export function surestFirst(ids: readonly string[], predictions: readonly Pick<PredictionRecord, 'id' | 'probabilities'>[]): string[] {
  const sureness = new Map(predictions.map(({ id, probabilities }) => [id, Math.max(...probabilities)]));
  return ids.toSorted((a, b) => (sureness.get(b) ?? -1) - (sureness.get(a) ?? -1));
}
