import type { Split } from '../dataset/sticker.ts';
import type { EvaluationReport, Scores } from './evaluationReport.ts';

/** `zero_division=0`: a ratio without a denominator counts as nothing. */
const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

/** confusion[label][prediction] = stickers. Throws RangeError on a class index outside 0..classes-1. */
function countPairs(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: number): number[][] {
  if (labels.length !== predictions.length) throw new RangeError(`${labels.length} labels, ${predictions.length} predictions`);
  const inRange = (index: number) => Number.isInteger(index) && index >= 0 && index < classes;
  const confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    const prediction = predictions[row];
    if (!inRange(label) || !inRange(prediction)) throw new RangeError(`row ${row}: label ${label}, prediction ${prediction}, of ${classes} classes`);
    confusion[label][prediction]++;
  }
  return confusion;
}

/** Mean of the classes' scores under `weights` (all zero where the weights are). */
function average(perClass: readonly Scores[], weights: readonly number[]): Scores {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (key: keyof Scores) => ratio(perClass.reduce((sum, scores, index) => sum + scores[key] * weights[index], 0), total);
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}

export interface ConfusionScores {
  readonly accuracy: number;
  readonly weighted: Scores;
  readonly macro: Scores;
  readonly perClass: readonly (Scores & { readonly support: number })[];
}

/** The scores of confusion[label][prediction], as `scorePredictions` defines them. */
export function scoreConfusion(confusion: readonly (readonly number[])[]): ConfusionScores {
  const supports = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const perClass = confusion.map((own, index) => {
    const hits = own[index];
    const support = supports[index];
    const predicted = confusion.reduce((sum, row) => sum + row[index], 0);
    return { precision: ratio(hits, predicted), recall: ratio(hits, support), f1: ratio(2 * hits, predicted + support), support };
  });
  return {
    accuracy: ratio(confusion.reduce((sum, row, index) => sum + row[index], 0), supports.reduce((sum, support) => sum + support, 0)),
    weighted: average(perClass, supports),
    macro: average(perClass, supports.map(() => 1)),
    perClass,
  };
}

/**
 * Scores predicted class indices against the labels.
 * Equal to scikit-learn's `classification_report` and `confusion_matrix` with `labels` = all of `classes` and
 * `zero_division=0`: a class that never occurs is listed with zeros and counts in the macro mean, so that the macro
 * means of two splits of one dataset are over the same classes.
 * Throws RangeError where the lengths differ or an index is outside the classes.
 */
export function scorePredictions(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: readonly string[], split: Split): EvaluationReport {
  const confusion = countPairs(labels, predictions, classes.length);
  const { accuracy, weighted, macro, perClass } = scoreConfusion(confusion);
  return { split, accuracy, weighted, macro, perClass: perClass.map((scores, index) => ({ label: classes[index], ...scores })), confusion };
}
