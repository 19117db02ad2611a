import { z } from 'zod';
import { splitNamed } from './assignSplits.ts';
import { descriptionsFile } from './readDescriptions.ts';
import type { Dataset, Problem } from './dataset.ts';
import { problem } from './problem.ts';
import { readJsonLines, type JsonLine } from './readJsonLines.ts';
import { labelsFile } from './readLabels.ts';
import { columns, readTable, type TableRow } from './readTable.ts';
import { views } from './sticker.ts';
import { describedPicture, textsOf } from './viewTexts.ts';
import { withoutBadFields } from './withoutBadFields.ts';

const text = z.string().nullish();
const label = z.union([z.string(), z.number().int()]);

const row = describedPicture.extend({ label: label.nullish(), votes: z.array(label).nullish(), split: text, text, topic: text }).catchall(z.unknown());

const known = new Set<string>([...columns.picture, columns.label, columns.votes, columns.split, columns.text, columns.topic, 'descriptions', ...views]);

/** The JSONL files a dataset's folder is read from: those named after splits, else the known names, else the only one. */
export function jsonlFiles(files: readonly string[]): readonly string[] {
  const candidates = files.filter((name) => name.toLowerCase().endsWith('.jsonl') && name !== descriptionsFile);
  const bySplit = candidates.filter((name) => splitNamed(name.slice(0, -'.jsonl'.length)) !== null);
  if (bySplit.length > 0) return bySplit;
  const preferred = ['stickers.jsonl', 'dataset.jsonl', 'annotations.jsonl', 'metadata.jsonl'].find((name) => candidates.includes(name));
  return preferred === undefined ? (candidates.length === 1 ? candidates : []) : [preferred];
}

/**
 * JSONL, one object a line:
 * - `image` (or `file_name`, or `id`): the picture's path within the dataset;
 * - `label`: class name, or a number counted from 0 along `labels.json`; null or absent for none;
 * - `split`: train, validation or test (also val, valid, dev); absent: the file's name, else assigned 7:1:2;
 * - `text`: what is written in the sticker; `topic`: its pack; `votes`: a label an annotator;
 * - `descriptions`: `{intention, style, roles, details}`, or these four beside the others.
 * Further keys are kept as attributes.
 */
export async function readJsonlDataset(root: string, files: readonly string[], rootFiles: readonly string[], signal?: AbortSignal): Promise<Dataset> {
  const problems: Problem[] = [];
  const notes = [`Read from ${files.join(', ')}.`];
  const rows: TableRow[] = [];
  for (const file of files) {
    for (const line of await readJsonLines(root, file, problems)) {
      const checked = tableRow(file, line, problems);
      if (checked) rows.push(checked);
    }
  }
  const fileSplits = new Map(files.flatMap((file) => {
    const split = splitNamed(file.slice(0, -'.jsonl'.length));
    return split === null ? [] : [[file, split] as const];
  }));
  return readTable({ root, layout: 'jsonl', rows, fileSplits, problems, notes }, rootFiles.includes(labelsFile), signal);
}

function tableRow(file: string, { line, value }: JsonLine, problems: Problem[]): TableRow | null {
  const faults: Problem[] = [];
  const data = withoutBadFields(row, value, 'The line', { file, line }, 'Correct the line.', faults);
  if (!data) {
    problems.push(...faults);
    return null;
  }
  const picture = columns.picture.map((name) => data[name]).find((name) => name != null && name !== '');
  if (picture == null) {
    problems.push(problem('error', file, 'The line is left out: it names no picture.', 'Add "image" with the picture\'s path within the dataset.', line));
    return null;
  }
  problems.push(...faults);
  return {
    file, line, picture, label: data.label ?? null, votes: data.votes ?? [], split: data.split ?? null, text: data.text?.trim() ?? '', topic: data.topic ?? '', descriptions: textsOf(data),
    attributes: Object.fromEntries(Object.entries(data).filter(([name, kept]) => !known.has(name) && kept != null)
      .map(([name, kept]) => [name, typeof kept === 'string' ? kept : JSON.stringify(kept)])),
  };
}
