import type { Split } from '../dataset/sticker.ts';
import type { EvaluationDetails, PublishedTable } from '../evaluate/evaluationDetails.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import type { TableFormat } from '../evaluate/formatTable.ts';
import type { CheckpointName, PredictionRecord } from '../train/runRecord.ts';

/** What was predicted: a split, by the weights of a checkpoint. */
export interface EvaluationKey {
  readonly run: string;
  readonly split: Split;
  readonly checkpoint: CheckpointName;
}

export interface EvaluationRequests {
  /** Null where this split has not been predicted, or the checkpoint has moved on since. */
  'evaluation/read': { params: EvaluationKey; result: EvaluationReport | null };
  /** [] where `evaluation/read` answers null. */
  'predictions/read': { params: EvaluationKey; result: PredictionRecord[] };
  /** Predicts and scores where there are no scores of the weights as they are now, where those are damaged, or where they are wanted `again`, for labels and texts as they are now; answers when it is done. */
  'evaluation/compute': { params: EvaluationKey & { again: boolean }; result: EvaluationReport };
  /** Intervals, calibration, slices, agreement. */
  'evaluation/details': { params: EvaluationKey & { root: string }; result: EvaluationDetails };
  /** The paper's table for a dataset of these classes, with the run's scores under the same definitions as its last row; null where the paper has none. */
  'evaluation/published': { params: EvaluationKey & { root: string }; result: { readonly table: PublishedTable; readonly own: readonly (number | null)[] } | null };
  /** As text to be saved or pasted: the `scores` per class and averaged, with intervals, or the paper's `published` table with them below it ('' where the paper has none). */
  'evaluation/table': { params: EvaluationKey & { root: string; table: 'scores' | 'published'; format: TableFormat }; result: { text: string } };
}
