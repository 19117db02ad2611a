import path from 'node:path';
import { splitNamed } from './assignSplits.ts';
import { collectStickers, type FoundSticker } from './collectStickers.ts';
import type { Dataset, Problem } from './dataset.ts';
import { isPictureName, listFolders } from './listFolders.ts';
import { problem } from './problem.ts';
import { labelsFile, readLabels } from './readLabels.ts';
import { views, type Split, type View } from './sticker.ts';
import { stickerId } from './stickerId.ts';

/** One row of a JSONL or CSV dataset, before labels have numbers. */
export interface TableRow {
  readonly file: string;
  readonly line: number;
  /** As written: relative to the folder the file lies in. */
  readonly picture: string;
  readonly label: string | number | null;
  readonly votes: readonly (string | number)[];
  /** As written; null where there is none. */
  readonly split: string | null;
  readonly text: string;
  readonly topic: string;
  readonly descriptions: Partial<Record<View, string>>;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The names a row's columns may have, shared by both formats. */
export const columns = {
  picture: ['image', 'file_name', 'id'],
  label: 'label', votes: 'votes', split: 'split', text: 'text', topic: 'topic', views,
} as const;

export interface Table {
  readonly root: string;
  readonly layout: 'jsonl' | 'csv';
  readonly rows: readonly TableRow[];
  /** A split stated by the file's own name, by file. */
  readonly fileSplits: ReadonlyMap<string, Split>;
  readonly problems: Problem[];
  readonly notes: string[];
}

/** Pictures deeper than this are not looked for. */
const deepest = 6;

/** Gives a table's rows their labels, splits and ids. */
export async function readTable({ root, layout, rows, fileSplits, problems, notes }: Table, hasLabels: boolean, signal?: AbortSignal): Promise<Dataset> {
  const stated = hasLabels ? await readLabels(root) : null;
  const classes = stated ?? [...new Set(rows.flatMap(({ label }) => (label === null ? [] : [String(label)])))].toSorted();
  notes.push(`Classes: ${stated ? `stated by ${labelsFile}` : 'the labels found, in alphabetical order'}.`);
  const pictures = new Set<string>();
  for (const [folder, { files }] of await listFolders(root, deepest, signal)) {
    for (const name of files.filter(isPictureName)) pictures.add(folder === '' ? name : `${folder}/${name}`);
  }
  const index = (label: string | number) => (stated && typeof label === 'number' ? (label in classes ? label : -1) : classes.indexOf(String(label)));
  const found: FoundSticker[] = [];
  for (const row of rows) {
    const folder = path.posix.dirname(row.file);
    const written = stickerId(row.picture);
    if (written === null) {
      problems.push(problem('error', row.file, `The picture "${row.picture}" leads out of the dataset's folder or is empty; the row is left out.`,
        'Name a picture by its path within the dataset.', row.line));
      continue;
    }
    let label = row.label === null ? null : index(row.label);
    if (label === -1) {
      problems.push(problem('error', row.file, `The label "${row.label}" of ${written} is none of the classes: ${classes.join(', ')}.`,
        `Correct the label, or add it to ${labelsFile}; until then the sticker has no label and is not trained on.`, row.line));
      label = null;
    }
    const split = row.split === null ? fileSplits.get(row.file) ?? null : splitNamed(row.split);
    if (row.split !== null && split === null) {
      problems.push(problem('warning', row.file, `The split "${row.split}" is none of train, validation, test; one was assigned.`, 'Correct the split.', row.line));
    }
    found.push({
      id: folder === '.' ? written : `${folder}/${written}`, split, label, votes: row.votes.map(index).filter((vote) => vote >= 0),
      text: row.text, topic: row.topic, descriptions: row.descriptions, attributes: row.attributes, source: { file: row.file, line: row.line },
    });
  }
  return collectStickers({ root, layout, classes, found, pictures, shares: [7, 1, 2], problems, notes });
}
