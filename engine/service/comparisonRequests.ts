import type { Split } from '../dataset/sticker.ts';
import type { ComparisonView } from '../evaluate/compareRuns.ts';
import type { DataChanges } from '../train/dataChanges.ts';

export interface ComparisonRequests {
  /** Both need predictions of the split by their best checkpoints; fails, naming the run, where one has none. */
  'comparison/read': { params: { root: string; first: string; second: string; split: Split }; result: ComparisonView };
  /** What changed from the data of `from` to that of `to`, or, where that is null, to the dataset as it is now. */
  'comparison/changes': { params: { root: string; from: string; to: string | null }; result: DataChanges };
}
