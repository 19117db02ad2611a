import type { PredictionRecord, Split } from '../../extension/protocol/engine.ts';

/** Ids of the stickers with this label that were predicted so, in the order of the predictions. */
export function stickersInCell(predictions: readonly PredictionRecord[], label: number, prediction: number): string[] {
  return predictions.filter((each) => each.label === label && each.prediction === prediction).map(({ id }) => id);
}

/** "anger predicted as fear, run tiny-1, test split" */
export function cellReason(label: string, prediction: string, run: string, split: Split): string {
  const what = label === prediction ? `${label} predicted right` : `${label} predicted as ${prediction}`;
  return `${what}, run ${run}, ${split} split`;
}
