import type { EvaluationDetails, Interval, PublishedTable, SliceGroup } from '../evaluate/evaluationDetails.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import type { ReportTable } from './reportDocument.ts';

/** 0.91374 -> "91.37" */
export const percent = (share: number) => (100 * share).toFixed(2);
const within = (share: number, interval: Interval | null | undefined) => (interval ? `${percent(share)} [${percent(interval.low)}, ${percent(interval.high)}]` : percent(share));

export function overallTable({ accuracy, weighted, macro }: EvaluationReport, details: EvaluationDetails): ReportTable {
  return {
    caption: 'Scores in percent, with 95 % intervals in brackets',
    columns: ['', 'accuracy', 'precision', 'recall', 'F1'],
    rows: [
      ['all stickers', within(accuracy, details.accuracyInterval), '', '', ''],
      ['weighted average', '', percent(weighted.precision), percent(weighted.recall), within(weighted.f1, details.weightedF1Interval)],
      ['macro average', '', percent(macro.precision), percent(macro.recall), within(macro.f1, details.macroF1Interval)],
    ],
  };
}

export function perClassTable({ perClass }: EvaluationReport, details: EvaluationDetails): ReportTable {
  return {
    caption: 'Each class by itself, in percent',
    columns: ['class', 'precision', 'recall', 'F1', 'stickers'],
    rows: perClass.map(({ label, precision, recall, f1, support }, index) => {
      const intervals = details.perClass[index];
      return [label, within(precision, intervals?.precision), within(recall, intervals?.recall), within(f1, intervals?.f1), String(support)];
    }),
  };
}

export function confusionTable({ perClass, confusion }: EvaluationReport): ReportTable {
  return {
    caption: 'Stickers by label (rows) and prediction (columns)',
    columns: ['label', ...perClass.map(({ label }) => label)],
    rows: confusion.map((row, label) => [perClass[label].label, ...row.map(String)]),
  };
}

/** `own`: the run's scores in the table's columns, in percent. */
export function publishedScores(table: PublishedTable, own: readonly (number | null)[], run: string): ReportTable {
  const cells = (values: readonly (number | null)[]) => values.map((value) => (value === null ? '' : value.toFixed(2)));
  return {
    caption: `${table.source}, ${table.setting}: the paper's figures, not computed here; the last row is this run under the same definitions`,
    columns: ['method', ...table.columns],
    rows: [...table.rows.map(({ method, values }) => [method, ...cells(values)]), [`this run (${run})`, ...cells(own)]],
  };
}

export function calibrationTable({ calibration: { bins } }: EvaluationDetails): ReportTable {
  return {
    caption: 'Calibration: predictions by their highest probability',
    columns: ['from', 'to', 'stickers', 'mean confidence', 'accuracy'],
    rows: bins.map(({ from, to, stickers, confidence, accuracy }) => [
      from.toFixed(2), to.toFixed(2), String(stickers), stickers === 0 ? '' : percent(confidence), stickers === 0 ? '' : percent(accuracy),
    ]),
  };
}

export function sliceTable({ name, meaning, slices }: SliceGroup): ReportTable {
  return {
    caption: `${name}: ${meaning}`,
    columns: ['value', 'stickers', 'accuracy', 'weighted F1', 'macro F1'],
    rows: slices.map((slice) => [slice.value, String(slice.stickers), within(slice.accuracy, slice.accuracyInterval), percent(slice.weighted.f1), percent(slice.macro.f1)]),
  };
}
