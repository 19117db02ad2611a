import { csvCell } from '../dataset/csvCell.ts';
import type { Interval } from './evaluationDetails.ts';

export const tableFormats = ['latex', 'csv', 'markdown'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** A number of a table, with its interval where it has one. */
export interface TableCell {
  readonly value: number | null;
  readonly interval?: Interval;
}

export interface TableRow {
  readonly name: string;
  readonly cells: readonly TableCell[];
}

export interface TextTable {
  readonly caption: string;
  /** Of the rows' names, then of the cells. */
  readonly columns: readonly { readonly name: string; readonly digits: number }[];
  readonly heading: string;
  /** Groups of rows, with a rule between them. */
  readonly groups: readonly (readonly TableRow[])[];
}

/** A table as text: LaTeX for booktabs, CSV with the ends of the intervals in columns of their own, or Markdown. */
export const formatTable = (table: TextTable, format: TableFormat): string => ({ latex, csv, markdown })[format](table);

const latexSigns: Readonly<Record<string, string>> = {
  '\\': String.raw`\textbackslash{}`, '~': String.raw`\textasciitilde{}`, '^': String.raw`\textasciicircum{}`, '<': String.raw`\textless{}`, '>': String.raw`\textgreater{}`,
};
const inLatex = (text: string) => text.replaceAll(/[\\~^<>&%$#_{}]/gu, (sign) => latexSigns[sign] ?? `\\${sign}`).replaceAll(/\s+/gu, ' ');

function latex({ caption, heading, columns, groups }: TextTable): string {
  const cellText = ({ value, interval }: TableCell, digits: number) => {
    if (value === null) return '--';
    return interval ? `${value.toFixed(digits)} {\\footnotesize [${interval.low.toFixed(digits)}, ${interval.high.toFixed(digits)}]}` : value.toFixed(digits);
  };
  const row = (cells: readonly string[]) => String.raw`    ${cells.join(' & ')} \\`;
  const rows = groups.map((group) => group.map(({ name, cells }) => row([inLatex(name), ...cells.map((cell, i) => cellText(cell, columns[i].digits))])));
  return [
    String.raw`% needs \usepackage{booktabs}`, String.raw`\begin{table}`, String.raw`  \centering`, `  \\caption{${inLatex(caption)}}`, `  \\begin{tabular}{l${'r'.repeat(columns.length)}}`,
    String.raw`    \toprule`, row([heading, ...columns.map(({ name }) => name)].map(inLatex)), ...rows.flatMap((group) => [String.raw`    \midrule`, ...group]), String.raw`    \bottomrule`,
    String.raw`  \end{tabular}`, String.raw`\end{table}`, '',
  ].join('\n');
}

/** Unrounded, as a program reads it. */
function csv({ heading, columns, groups }: TextTable): string {
  const rows = groups.flat();
  const withInterval = columns.map((_, i) => rows.some(({ cells }) => cells[i].interval));
  const spread = <T>(of: (column: number) => readonly [T, T, T]) => columns.flatMap((_, i) => (withInterval[i] ? of(i) : of(i).slice(0, 1)));
  const text = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value));
  return [
    [heading, ...spread((i) => [columns[i].name, `${columns[i].name} low`, `${columns[i].name} high`])],
    ...rows.map(({ name, cells }) => [name, ...spread((i) => [text(cells[i].value), text(cells[i].interval?.low), text(cells[i].interval?.high)])]),
  ].map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

const inMarkdown = (text: string) => text.replaceAll(/[\\|*_`<>[\]]/gu, String.raw`\$&`).replaceAll(/\s+/gu, ' ');

function markdown({ caption, heading, columns, groups }: TextTable): string {
  const cellText = ({ value, interval }: TableCell, digits: number) => {
    if (value === null) return '-';
    return interval ? `${value.toFixed(digits)} (${interval.low.toFixed(digits)} to ${interval.high.toFixed(digits)})` : value.toFixed(digits);
  };
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    inMarkdown(caption), '', row([heading, ...columns.map(({ name }) => name)].map(inMarkdown)), row(['---', ...columns.map(() => '---:')]),
    ...groups.flat().map(({ name, cells }) => row([inMarkdown(name), ...cells.map((cell, i) => cellText(cell, columns[i].digits))])), '',
  ].join('\n');
}
