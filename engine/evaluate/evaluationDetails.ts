import type { Scores } from './evaluationReport.ts';

/** Both ends of a 95 % percentile bootstrap interval over the stickers. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Predictions whose highest probability lies in [from, to). */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly stickers: number;
  /** Mean highest probability; 0 in an empty bin. */
  readonly confidence: number;
  readonly accuracy: number;
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Mean of |accuracy - confidence| over the stickers (Guo et al. 2017). */
  readonly expectedError: number;
  /** The largest |accuracy - confidence| of a bin that has stickers. */
  readonly maximumError: number;
  /** Mean squared distance of the probabilities from the one-hot label, summed over classes. */
  readonly brier: number;
}

/** The stickers of one value of one property, scored by themselves. */
export interface SliceScores {
  readonly value: string;
  readonly stickers: number;
  readonly accuracy: number;
  readonly accuracyInterval: Interval;
  readonly weighted: Scores;
  readonly macro: Scores;
  /** Those stickers, surest mistakes first, then what is right, least sure first. */
  readonly ids: readonly string[];
}

/** For example "text in the sticker", with the values "has text" and "no text". */
export interface SliceGroup {
  readonly name: string;
  /** How the stickers were told apart, in words. */
  readonly meaning: string;
  readonly slices: readonly SliceScores[];
}

/** What is computed from a split's stored predictions and the dataset as it is now. */
export interface EvaluationDetails {
  readonly seed: number;
  readonly resamples: number;
  readonly accuracyInterval: Interval;
  readonly weightedF1Interval: Interval;
  readonly macroF1Interval: Interval;
  /** By class, in the report's order; null for a class without support. */
  readonly perClass: readonly ({ readonly precision: Interval; readonly recall: Interval; readonly f1: Interval } | null)[];
  readonly calibration: Calibration;
  /** Cohen's kappa of labels and predictions; null where both know one class only. */
  readonly kappa: number | null;
  /** Fleiss' kappa of the annotators' votes on these stickers; null where there are no votes, or not as many for each. */
  readonly votesKappa: number | null;
  readonly slices: readonly SliceGroup[];
  /** What is odd about these predictions, in words: stickers that are gone, labels changed since, classes without support. */
  readonly remarks: readonly string[];
}

/** Figures of the paper, not of this program. `null`: the paper gives none. In percent. */
export interface PublishedTable {
  /** "Table 1 of the paper" */
  readonly source: string;
  /** What was measured on: its dataset and split. */
  readonly setting: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly method: string; readonly values: readonly (number | null)[] }[];
}
