import type { Split } from '../dataset/sticker.ts';

export interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** The JSON of `evaluate`; all averages as scikit-learn's `classification_report` with `zero_division=0`. */
export interface EvaluationReport {
  readonly split: Split;
  readonly accuracy: number;
  readonly weighted: Scores;
  readonly macro: Scores;
  readonly perClass: readonly (Scores & { readonly label: string; readonly support: number })[];
  /** confusion[label][prediction] = stickers. */
  readonly confusion: readonly (readonly number[])[];
  /** The training steps behind the weights that predicted; missing where the predictions are not one checkpoint's. */
  readonly step?: number;
}
