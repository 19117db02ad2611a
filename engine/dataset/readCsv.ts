import { parse } from 'csv-parse/sync';
import type { Problem } from './dataset.ts';
import { problem } from './problem.ts';

export interface CsvRow {
  /** 1-based line on which the row starts. */
  readonly line: number;
  /** Cells by column name, trimmed, but as they are within quotes in the `exact` columns; unnamed columns are dropped. */
  readonly cells: ReadonlyMap<string, string>;
}

/** CSV as spreadsheets write it: quotes, line breaks within them, CRLF, any number of empty columns. */
export function readCsv(text: string, file: string, problems: Problem[], exact: readonly string[] = []): CsvRow[] {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, { bom: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true, info: true, cast: (cell, { quoting }) => (quoting ? cell : cell.trim()) }) as unknown as typeof records;
  } catch (error) {
    const line = (error as { lines?: number }).lines;
    problems.push(problem('error', file, `The CSV cannot be parsed: ${error instanceof Error ? error.message : String(error)}.`,
      'Check the quotes near that line, or export the file again.', line));
    return [];
  }
  if (records.length === 0) return [];
  const header = records[0].record.map((name) => name.trim());
  const named = header.flatMap((name, column) => (name === '' ? [] : [[name, column] as const]));
  const rows: CsvRow[] = [];
  for (let i = 1; i < records.length; i++) {
    const { record } = records[i];
    const cells = new Map(named.map(([name, column]) => [name, exact.includes(name) ? record[column] ?? '' : (record[column] ?? '').trim()]));
    // `info.lines` is the line a record ends on.
    if ([...cells.values()].some((cell) => cell !== '')) rows.push({ line: records[i - 1].info.lines + 1, cells });
  }
  return rows;
}
