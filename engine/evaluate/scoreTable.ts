import type { EvaluationDetails, Interval } from './evaluationDetails.ts';
import type { EvaluationReport, Scores } from './evaluationReport.ts';
import type { TextTable, TableCell } from './formatTable.ts';
import type { BesidePublished } from './publishedTables.ts';

const percent = (share: number, interval?: Interval): TableCell =>
  (interval ? { value: 100 * share, interval: { low: 100 * interval.low, high: 100 * interval.high } } : { value: 100 * share });

type Intervals = Pick<EvaluationDetails, 'accuracyInterval' | 'weightedF1Interval' | 'macroF1Interval' | 'perClass' | 'resamples' | 'seed'>;

/** A report per class and averaged, in percent. Where each sticker has one label, the micro means of precision, recall and F1 are all the accuracy. */
export function scoreTable(run: string, report: EvaluationReport, { accuracyInterval, weightedF1Interval, macroF1Interval, perClass, resamples, seed }: Intervals): TextTable {
  const stickers = report.perClass.reduce((sum, { support }) => sum + support, 0);
  const scored = ({ precision, recall, f1 }: Scores, f1Interval: Interval) => [{ value: stickers }, percent(precision), percent(recall), percent(f1, f1Interval)];
  const micro = percent(report.accuracy, accuracyInterval);
  return {
    caption: `Scores of ${run} on the ${report.split} split, in percent, with 95 % bootstrap intervals (${resamples} resamples, seed ${seed}).`,
    heading: 'Class',
    columns: [{ name: 'Stickers', digits: 0 }, ...['Precision', 'Recall', 'F1'].map((name) => ({ name, digits: 2 }))],
    groups: [
      report.perClass.map(({ label, support, precision, recall, f1 }, index) => {
        const intervals = perClass[index] ?? undefined;
        return { name: label, cells: [{ value: support }, percent(precision, intervals?.precision), percent(recall, intervals?.recall), percent(f1, intervals?.f1)] };
      }),
      [
        { name: 'accuracy (micro mean)', cells: [{ value: stickers }, micro, micro, micro] },
        { name: 'weighted mean', cells: scored(report.weighted, weightedF1Interval) },
        { name: 'macro mean', cells: scored(report.macro, macroF1Interval) },
      ],
    ],
  };
}

/** The paper's figures, with the run's own below them. */
export function publishedTextTable(run: string, { table, own }: BesidePublished): TextTable {
  const cells = (values: readonly (number | null)[]) => values.map((value) => ({ value }));
  return {
    caption: `${table.source}, published figures in percent: ${table.setting} Last row: this run, on its own dataset.`,
    heading: 'Method',
    columns: table.columns.map((name) => ({ name, digits: 2 })),
    groups: [table.rows.map(({ method, values }) => ({ name: method, cells: cells(values) })), [{ name: `${run} (own run)`, cells: cells(own) }]],
  };
}
