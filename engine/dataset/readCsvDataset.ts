import { splitNamed } from './assignSplits.ts';
import type { Dataset, Problem } from './dataset.ts';
import { problem } from './problem.ts';
import { readCsv, type CsvRow } from './readCsv.ts';
import { labelsFile } from './readLabels.ts';
import { columns, readTable, type TableRow } from './readTable.ts';
import { readText } from './readText.ts';
import { views } from './sticker.ts';
import { textsIn } from './viewTexts.ts';

const known = new Set<string>([...columns.picture, columns.label, columns.votes, columns.split, columns.text, columns.topic, ...views]);

/** The CSV files a dataset's folder is read from: those named after splits, else the known names, else the only one. */
export function csvFiles(files: readonly string[]): readonly string[] {
  const candidates = files.filter((name) => name.toLowerCase().endsWith('.csv'));
  const bySplit = candidates.filter((name) => splitNamed(name.slice(0, -'.csv'.length)) !== null);
  if (bySplit.length > 0) return bySplit;
  const preferred = ['stickers.csv', 'dataset.csv', 'annotations.csv', 'metadata.csv'].find((name) => candidates.includes(name));
  return preferred === undefined ? (candidates.length === 1 ? candidates : []) : [preferred];
}

/**
 * CSV in UTF-8 with a header; columns as the keys of the JSONL form: `image` (or `file_name`, `id`), `label` (a class
 * name), `split`, `text`, `topic`, `votes` (names separated by `;`), `intention`, `style`, `roles`, `details`.
 * Further columns are kept as attributes.
 */
export async function readCsvDataset(root: string, files: readonly string[], rootFiles: readonly string[], signal?: AbortSignal): Promise<Dataset> {
  const problems: Problem[] = [];
  const notes = [`Read from ${files.join(', ')}.`];
  const rows: TableRow[] = [];
  for (const file of files) {
    const content = await readText(root, file, problems);
    const parsed = content === null ? [] : readCsv(content, file, problems, views);
    if (parsed.length > 0 && !columns.picture.some((name) => parsed[0].cells.has(name))) {
      problems.push(problem('error', file, 'No column names the pictures.', 'Add a column "image" with each picture\'s path within the dataset.', 1));
      continue;
    }
    rows.push(...parsed.map((row) => tableRow(file, row)));
  }
  const fileSplits = new Map(files.flatMap((file) => {
    const split = splitNamed(file.slice(0, -'.csv'.length));
    return split === null ? [] : [[file, split] as const];
  }));
  return readTable({ root, layout: 'csv', rows, fileSplits, problems, notes }, rootFiles.includes(labelsFile), signal);
}

function tableRow(file: string, { line, cells }: CsvRow): TableRow {
  const cell = (name: string) => cells.get(name) ?? '';
  return {
    file, line,
    picture: columns.picture.map(cell).find((name) => name !== '') ?? '',
    label: cell(columns.label) === '' ? null : cell(columns.label),
    votes: cell(columns.votes).split(';').map((vote) => vote.trim()).filter((vote) => vote !== ''),
    split: cell(columns.split) === '' ? null : cell(columns.split),
    text: cell(columns.text), topic: cell(columns.topic), descriptions: textsIn(Object.fromEntries(cells)),
    attributes: Object.fromEntries([...cells].filter(([name, written]) => !known.has(name) && written !== '')),
  };
}
