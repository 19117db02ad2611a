import type { Split } from '../dataset/sticker.ts';
import { differ } from '../train/dataChanges.ts';
import type { DataRecord } from '../train/runRecord.ts';
import { comparisonRemarks } from './comparisonRemarks.ts';
import type { EvaluationReport } from './evaluationReport.ts';
import { mcnemar, type McNemar } from './mcnemar.ts';
import { pairPredictions, type PredictedRun } from './pairPredictions.ts';
import { scorePredictions } from './scores.ts';

export interface Flip {
  readonly id: string;
  /** Indices into `classes`. */
  readonly label: number;
  readonly from: number;
  readonly to: number;
  readonly direction: 'fixed' | 'broken' | 'otherwise';
  /** Whether its label, split, own text or a description differs between what the two runs learned from; false where a run does not say. */
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

/** A run of a comparison, with what it learned from; null where it does not say. */
export interface ComparedRun extends PredictedRun {
  readonly data: readonly DataRecord[] | null;
}

const directionOf = (label: number, from: number, to: number) => (to === label ? 'fixed' : from === label ? 'broken' : 'otherwise');

function stickersThatDiffer(first: ComparedRun, second: ComparedRun): ReadonlySet<string> {
  const before = new Map(first.data?.map((record) => [record.id, record]));
  const changed = (second.data ?? []).filter((record) => {
    const was = before.get(record.id);
    return was !== undefined && differ(was, record);
  });
  return new Set(changed.map(({ id }) => id));
}

/**
 * Compares two runs' predictions of a split, class by name, on the stickers that both have predicted.
 * @param labels the dataset's labels as they are now, by sticker; one it lacks keeps the label stored with its prediction.
 */
export function compareRuns(split: Split, first: ComparedRun, second: ComparedRun, labels: ReadonlyMap<string, string | null>): ComparisonView {
  const pairing = pairPredictions(first, second, labels);
  const { classes, pairs } = pairing;
  const truth = pairs.map(({ label }) => label);
  const reports = [
    scorePredictions(truth, pairs.map(({ from }) => from), classes, split),
    scorePredictions(truth, pairs.map(({ to }) => to), classes, split),
  ] as const;
  const changed = stickersThatDiffer(first, second);
  const flips = pairs.filter(({ from, to }) => from !== to)
    .map(({ id, label, from, to }): Flip => ({ id, label, from, to, direction: directionOf(label, from, to), changed: changed.has(id) }));
  const count = (direction: Flip['direction']) => flips.filter((flip) => flip.direction === direction).length;
  return {
    split, classes, stickers: pairs.length,
    first: reports[0], second: reports[1],
    mcnemar: mcnemar(count('broken'), count('fixed')),
    flips,
    difference: reports[1].confusion.map((row, label) => row.map((after, prediction) => after - reports[0].confusion[label][prediction])),
    remarks: comparisonRemarks(split, first, second, pairing),
  };
}
