import type { EvaluationDetails, SliceGroup } from '../evaluate/evaluationDetails.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import type { TableCell, TextTable } from '../evaluate/formatTable.ts';
import type { ReportTable } from './reportDocument.ts';

/** 0.91374 -> "91.37" */
export const percent = (share: number) => (100 * share).toFixed(2);

/** A table of numbers as the report shows them. */
export function numberTable({ caption, heading, columns, groups }: TextTable): ReportTable {
  const text = ({ value, interval }: TableCell, digits: number) => {
    if (value === null) return '';
    return interval ? `${value.toFixed(digits)} [${interval.low.toFixed(digits)}, ${interval.high.toFixed(digits)}]` : value.toFixed(digits);
  };
  return {
    caption, columns: [heading, ...columns.map(({ name }) => name)],
    rows: groups.flat().map(({ name, cells }) => [name, ...cells.map((cell, index) => text(cell, columns[index].digits))]),
  };
}

export function confusionTable({ perClass, confusion }: EvaluationReport): ReportTable {
  return {
    caption: 'Stickers by label (rows) and prediction (columns)',
    columns: ['label', ...perClass.map(({ label }) => label)],
    rows: confusion.map((row, label) => [perClass[label].label, ...row.map(String)]),
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
    rows: slices.map((slice) => [slice.value, String(slice.stickers), `${percent(slice.accuracy)} [${percent(slice.accuracyInterval.low)}, ${percent(slice.accuracyInterval.high)}]`, percent(slice.weighted.f1), percent(slice.macro.f1)]),
  };
}
