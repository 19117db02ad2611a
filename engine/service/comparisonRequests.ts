import type { Split } from '../dataset/sticker.ts';
import type { ComparisonView } from '../evaluate/compareRuns.ts';
import type { DataChanges } from '../train/dataChanges.ts';
import type { RunView } from './requests.ts';

/** A row of the runs table. */
export interface RunRow {
  readonly run: RunView;
  readonly scores: Readonly<Record<Split, { readonly accuracy: number; readonly weightedF1: number; readonly macroF1: number } | null>>;
  /** Settings by dotted name, for example `learningRate`, `model.imageSize`; `preset`, `recipe` and `device` among them. */
  readonly settings: Readonly<Record<string, string>>;
  /** SHA-256 of what it learned from, '' where the run does not say. */
  readonly fingerprint: string;
}

export interface ComparisonRequests {
  'runs/table': { params: { root: string }; result: { rows: RunRow[] } };
  /** Both need predictions of the split by their best checkpoints; fails, naming the run, where one has none. */
  'comparison/read': { params: { root: string; first: string; second: string; split: Split }; result: ComparisonView };
  /** What changed from the data of `from` to that of `to`, or, where that is null, to the dataset as it is now. */
  'comparison/changes': { params: { root: string; from: string; to: string | null }; result: DataChanges };
}
