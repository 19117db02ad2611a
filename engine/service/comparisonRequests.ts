import type { Split, View } from '../dataset/sticker.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import type { McNemar } from '../evaluate/mcnemar.ts';
import type { RunView } from './requests.ts';

export interface Flip {
  readonly id: string;
  /** Indices into `classes`. */
  readonly label: number;
  readonly from: number;
  readonly to: number;
  readonly direction: 'fixed' | 'broken' | 'otherwise';
  /** Whether its label, split or a description differs between what the two runs learned from. */
  readonly changed: boolean;
}

export interface ComparisonView {
  readonly split: Split;
  readonly classes: readonly string[];
  /** Stickers that both have predicted. */
  readonly stickers: number;
  /** Scores of both on exactly those. */
  readonly first: EvaluationReport;
  readonly second: EvaluationReport;
  readonly mcnemar: McNemar;
  readonly flips: readonly Flip[];
  /** second minus first, [label][prediction]. */
  readonly difference: readonly (readonly number[])[];
  readonly remarks: readonly string[];
}

export interface DataChanges {
  /** Ids. */
  readonly labels: readonly string[];
  readonly splits: readonly string[];
  readonly texts: readonly string[];
  readonly descriptions: readonly { readonly id: string; readonly views: readonly View[] }[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Why it cannot be said; null where it can. */
  readonly reason: string | null;
}

/** A row of the runs table. */
export interface RunRow {
  readonly run: RunView;
  readonly scores: Readonly<Record<Split, { readonly accuracy: number; readonly weightedF1: number; readonly macroF1: number } | null>>;
  /** Settings by dotted name, for example `learningRate`, `model.imageSize`. */
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
