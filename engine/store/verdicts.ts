import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { appendLine } from '../files/appendLine.ts';
import { fileFailure } from '../files/fileFailure.ts';
import { verdicts, type VerdictRecord } from './verdictRecord.ts';

/** In a dataset's storage folder. */
export const verdictsFileName = 'verdicts.jsonl';

export interface VerdictTable {
  /** Changes with the file. */
  readonly version: string;
  /** The last line of each sticker, those that take a verdict back included. */
  readonly newest: ReadonlyMap<string, VerdictRecord>;
}

const line = z.object({ id: z.string(), verdict: z.enum(verdicts).nullable(), run: z.string(), who: z.string(), at: z.number() });

/** Lines that are cut off or damaged are left out. @throws StickerLabError where the file cannot be read */
export async function readVerdicts(folder: string): Promise<VerdictTable> {
  const version = await verdictsVersion(folder);
  const newest = new Map<string, VerdictRecord>();
  for (const text of (await readText(folder)).split('\n')) {
    const record = parseVerdict(text);
    if (record) newest.set(record.id, record);
  }
  return { version, newest };
}

/** Which file there is, and of when; '' where there is none. */
export const verdictsVersion = (folder: string) => stat(path.join(folder, verdictsFileName)).then(({ size, mtimeMs }) => `${size}:${mtimeMs}`, () => '');

/** @throws StickerLabError where the disk is full or read-only */
export async function appendVerdict(folder: string, record: VerdictRecord): Promise<void> {
  const before = await readText(folder);
  // A line that a crash cut off would swallow the next one.
  const start = before === '' || before.endsWith('\n') ? '' : '\n';
  await appendLine(path.join(folder, verdictsFileName), start + JSON.stringify(record));
}

function parseVerdict(text: string): VerdictRecord | null {
  if (!text.startsWith('{') || !text.endsWith('}')) return null;
  try {
    return line.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

async function readText(folder: string): Promise<string> {
  const file = path.join(folder, verdictsFileName);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw fileFailure(error, file);
  }
}
