import { readFileSync } from 'node:fs';

type Ends = readonly [low: number, high: number];
type Triple<T> = readonly [precision: T, recall: T, f1: T];

export interface PredictionCase {
  readonly name: string;
  readonly labels: readonly number[];
  readonly predictions: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
  readonly confusion: readonly (readonly number[])[];
  readonly kappa: number | null;
  readonly brier: number;
  readonly calibration: { readonly bins: readonly Triple<number>[]; readonly expected: number; readonly maximum: number };
}

interface Drawn {
  readonly labels: readonly number[];
  readonly predictions: readonly number[];
  readonly classes: number;
  readonly accuracy: Ends;
  readonly weightedF1: Ends;
  readonly macroF1: Ends;
}

/** What scikit-learn, SciPy and statsmodels say: see evaluation.py. */
export const reference = JSON.parse(readFileSync(new URL('../../reference/evaluation.json', import.meta.url), 'utf8')) as {
  readonly predictions: readonly PredictionCase[];
  readonly bootstraps: readonly (Drawn & { readonly name: string; readonly indices: readonly (readonly number[])[]; readonly perClass: readonly (Triple<Ends> | null)[] })[];
  readonly drawn: readonly Drawn[];
  readonly mcnemar: readonly (readonly [first: number, second: number, p: number, statistic: number | null])[];
  readonly fleiss: readonly { readonly votes: readonly (readonly number[])[]; readonly kappa: number | null }[];
};
