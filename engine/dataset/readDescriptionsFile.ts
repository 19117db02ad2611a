import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { fileFailure } from '../files/fileFailure.ts';
import type { Problem } from './dataset.ts';
import { markedRecords, type MarkedRecord } from './markedRecords.ts';
import { matchPictures } from './matchPictures.ts';
import { someOf } from './problem.ts';
import { readCsv } from './readCsv.ts';
import { jsonLines } from './readJsonLines.ts';
import { columns } from './readTable.ts';
import { views, type Descriptions, type View } from './sticker.ts';
import { describedPicture, textsIn, textsOf } from './viewTexts.ts';
import { withoutBadFields } from './withoutBadFields.ts';

export interface ReadDescriptions {
  /** By the ids of the dataset's stickers. */
  readonly texts: Map<string, Partial<Record<View, string>>>;
  /** Pictures as the file names them that are no sticker of the dataset. */
  readonly unknown: string[];
  /** What could not be read or taken, in words, with its line where that is known. */
  readonly broken: string[];
}

/** A record before its picture is looked for. */
interface Found {
  /** `Line 3`, `Record 3`. */
  readonly where: string;
  readonly picture: string;
  readonly descriptions: Descriptions;
}

const shape = 'The file holds no descriptions that are understood. JSONL has {"id": "...", "descriptions": {...}} a line, or "file_name" and the views as keys; '
  + 'CSV has a column id, image or file_name and columns named after the views (intention, style, roles, details); the public loader\'s JSON has a list "annotations".';

/**
 * Reads descriptions from JSONL, CSV, Hugging Face's `metadata.jsonl` or the public loader's JSON; which it is follows from the content.
 * Texts are taken as they are written. Where a text is there twice, the later one counts, and the doubling is in `broken`.
 * @throws StickerLabError where the file cannot be read at all
 */
export async function readDescriptionsFile(file: string, knownIds: ReadonlySet<string>): Promise<ReadDescriptions> {
  const { text, damaged } = await decoded(file);
  const broken: string[] = [];
  const records = recordsOf(text, path.basename(file), broken);
  const find = matchPictures(records.map(({ picture }) => picture), knownIds, path.resolve(file));
  const texts: ReadDescriptions['texts'] = new Map();
  const unknown: string[] = [];
  for (const { where, picture, descriptions } of records) {
    const id = find(picture);
    if (id === null) {
      unknown.push(picture);
      continue;
    }
    const readable = Object.fromEntries(Object.entries(descriptions).filter(([view, content]) => {
      const reason = content.includes('\u0000') ? 'has NUL characters' : damaged && content.includes('\uFFFD') ? 'is no valid UTF-8' : null;
      if (reason !== null) broken.push(`${where}: ${view} of ${picture} ${reason}; it is left out.`);
      return reason === null;
    }));
    const earlier = texts.get(id) ?? {};
    const again = views.filter((view) => earlier[view] !== undefined && readable[view] !== undefined);
    if (again.length > 0) broken.push(`${where}: ${picture} is there twice (${again.join(', ')}); the later text counts.`);
    if (Object.keys(readable).length > 0) texts.set(id, { ...earlier, ...readable });
  }
  return { texts, unknown, broken };
}

async function decoded(file: string): Promise<{ readonly text: string; readonly damaged: boolean }> {
  try {
    const bytes = await readFile(file);
    const text = new TextDecoder().decode(bytes);
    return { text, damaged: text.includes('\uFFFD') && !isValid(bytes) };
  } catch (error) {
    const failure = fileFailure(error, file);
    if (failure instanceof StickerLabError) throw failure;
    throw new StickerLabError(`The file cannot be read: ${error instanceof Error ? error.message : String(error)}`, file, 'Check the file; split it where it is very large.', { cause: error });
  }
}

function isValid(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function recordsOf(text: string, name: string, broken: string[]): Found[] {
  if (text.trim() === '') {
    broken.push('The file is empty.');
    return [];
  }
  return fromTable(text, name, broken) ?? fromMarked(text, broken) ?? fromLines(text, name, broken) ?? [];
}

const inWords = ({ line, message }: Problem) => (line === undefined ? message : `Line ${line}: ${message}`);

/** null where the first line is no header of ours. */
function fromTable(text: string, name: string, broken: string[]): Found[] | null {
  const header = text.slice(0, text.search(/[\r\n]|$/u)).split(',').map((cell) => cell.trim().replace(/^"(.*)"$/u, '$1').trim());
  if (!columns.picture.some((column) => header.includes(column)) || !views.some((view) => header.includes(view))) return null;
  const problems: Problem[] = [];
  const rows = readCsv(text, name, problems, views);
  broken.push(...problems.map(inWords));
  return rows.flatMap(({ line, cells }) => {
    const picture = columns.picture.map((column) => cells.get(column) ?? '').find((cell) => cell !== '');
    if (picture !== undefined) return [{ where: `Line ${line}`, picture, descriptions: textsIn(Object.fromEntries(cells)) }];
    broken.push(`Line ${line}: The row names no picture.`);
    return [];
  });
}

/** null where the file is no single JSON with `annotations`; one cut off is told by its start. */
function fromMarked(text: string, broken: string[]): Found[] | null {
  const isMarked = /^\s*\{\s*"annotations"\s*:/u.test(text);
  if (!isMarked && !/^\s*\{[^]*"annotations"/u.test(text)) return null;
  let records: MarkedRecord[] | null = null;
  try {
    records = markedRecords(JSON.parse(text));
    if (!records && isMarked) broken.push('The JSON has no list "annotations".');
  } catch (error) {
    if (isMarked) broken.push(`The JSON is cut off or damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!records) return isMarked ? [] : null;
  const without: string[] = [];
  const found = records.flatMap(({ picture, descriptions }, index): Found[] => {
    if (descriptions) return [{ where: `Record ${index + 1}`, picture, descriptions }];
    without.push(picture);
    return [];
  });
  if (without.length > 0) broken.push(`${without.length} texts have none of the four marks: ${someOf(without)}.`);
  return found;
}

function fromLines(text: string, name: string, broken: string[]): Found[] | null {
  const problems: Problem[] = [];
  const lines = jsonLines(text, name, problems);
  if (!lines.some(({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value))) {
    broken.push(shape);
    return null;
  }
  const found = lines.flatMap(({ line, value }): Found[] => {
    const record = withoutBadFields(describedPicture, value, 'The line', { file: name, line }, '', problems);
    const picture = record && columns.picture.map((column) => record[column]).find((written) => written != null && written !== '');
    if (picture != null) return [{ where: `Line ${line}`, picture, descriptions: textsOf(record!) }];
    if (record) broken.push(`Line ${line}: The line names no picture.`);
    return [];
  });
  broken.push(...problems.map(inWords));
  return found;
}
