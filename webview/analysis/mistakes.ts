import type { PredictionRecord } from '../../extension/protocol/engine.ts';

/** Part of the confusion matrix; null stands for all of them. */
export interface Cells {
  readonly label: number | null;
  readonly prediction: number | null;
}

/** The predictions within these cells. */
export const within = (predictions: readonly PredictionRecord[], { label, prediction }: Cells): PredictionRecord[] =>
  predictions.filter((each) => (label === null || each.label === label) && (prediction === null || each.prediction === prediction));

const confidence = ({ probabilities, prediction }: PredictionRecord): number => probabilities[prediction] ?? 0;

/** Their ids, the surest first; equals by id. */
export const surestFirst = (predictions: readonly PredictionRecord[]): string[] =>
  predictions.toSorted((a, b) => confidence(b) - confidence(a) || (a.id < b.id ? -1 : 1)).map(({ id }) => id);

/** "anger predicted as fear" */
export function cellsName({ label, prediction }: Cells, classes: readonly string[]): string {
  if (label === null) return prediction === null ? 'all' : `all predicted as ${classes[prediction]}`;
  if (prediction === null) return `all labelled ${classes[label]}`;
  return label === prediction ? `${classes[label]} predicted right` : `${classes[label]} predicted as ${classes[prediction]}`;
}

/** Why cells are empty, in one sentence; `support`: stickers of the label's class. */
export function whyNone({ label, prediction }: Cells, classes: readonly string[], support: number, split: string): string {
  if (label === null) return `No sticker of the ${split} split was predicted as ${classes[prediction ?? 0]}.`;
  if (support === 0) return `The ${split} split has no sticker labelled ${classes[label]}.`;
  return `No sticker: none of the ${support} labelled ${classes[label]} was predicted as ${classes[prediction ?? label]}.`;
}

/** selected[label][prediction] = stickers that are marked. */
export function markedCells(predictions: readonly PredictionRecord[], marked: ReadonlySet<string>, classes: number): number[][] {
  const cells = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  if (marked.size === 0) return cells;
  for (const { id, label, prediction } of predictions) if (marked.has(id) && cells[label]?.[prediction] !== undefined) cells[label][prediction] += 1;
  return cells;
}
