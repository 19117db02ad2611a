import { hash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import { splits, views } from '../dataset/sticker.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { runFiles, type DataRecord } from './runRecord.ts';

const digest = (text: string | undefined) => (text ? hash('sha256', text).slice(0, 16) : '');

/** What a dataset says of each of its stickers. */
export function toDataRecords({ classes, stickers }: Pick<Dataset, 'classes' | 'stickers'>): DataRecord[] {
  return stickers.map(({ id, split, label, text, descriptions }) => ({
    id, split,
    label: label === null ? null : classes[label],
    text: digest(text),
    descriptions: views.map((view) => digest(descriptions[view])) as unknown as DataRecord['descriptions'],
  }));
}

/** Writes the records under a name of its own in the run folder; -> the file, to be renamed. */
export async function stageDataRecords(folder: string, dataset: Pick<Dataset, 'classes' | 'stickers'>): Promise<string> {
  const file = path.join(folder, `${runFiles.data}.${randomUUID()}`);
  await writeAtomically(file, toDataRecords(dataset).map((record) => `${JSON.stringify(record)}\n`).join(''));
  return file;
}

const isText = (value: unknown) => typeof value === 'string';

function isRecord(value: unknown): value is DataRecord {
  const { id, split, label, text, descriptions } = (typeof value === 'object' && value !== null ? value : {}) as { readonly [K in keyof DataRecord]?: unknown };
  return isText(id) && splits.some((one) => one === split) && (label === null || isText(label)) && isText(text)
    && Array.isArray(descriptions) && descriptions.length === views.length && descriptions.every(isText);
}

/** What a run learned from; `missing` where the run keeps no such file, `damaged` where a line of it is none of ours. */
export async function readDataRecords(run: string): Promise<readonly DataRecord[] | 'missing' | 'damaged'> {
  let text: string;
  try {
    text = await readFile(path.join(run, runFiles.data), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
    throw error;
  }
  try {
    const records = text.split('\n').filter(Boolean).map((line): unknown => JSON.parse(line));
    return text.endsWith('\n') && records.every(isRecord) ? records : 'damaged';
  } catch {
    return 'damaged';
  }
}
