import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StickerLabError } from '../../../engine/errors/stickerLabError.ts';
import { appendLine } from '../../../engine/files/appendLine.ts';
import { writeAtomically } from '../../../engine/files/writeAtomically.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(path.join(os.tmpdir(), 'files-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

test('replaces a file whole and leaves nothing beside it', async () => {
  const file = path.join(folder, 'a', 'b.txt');
  await writeAtomically(file, 'old');
  await writeAtomically(file, [Buffer.from('ne'), Buffer.from('w')]);
  expect(await readFile(file, 'utf8')).toBe('new');
  expect(await readdir(path.dirname(file))).toEqual(['b.txt']);
});

test('where it fails, the file is named, the old one stays, and nothing is left beside it', async () => {
  const file = path.join(folder, 'taken');
  await mkdir(path.join(file, 'inside'), { recursive: true });
  await expect(writeAtomically(file, 'text')).rejects.toMatchObject({ name: 'StickerLabError', file });
  expect(await readdir(folder)).toEqual(['taken']);
  await writeFile(path.join(folder, 'plain'), 'kept');
  await expect(writeAtomically(path.join(folder, 'plain', 'x.json'), 'text')).rejects.toMatchObject({ message: 'A file is in the way of a folder' });
  expect(await readFile(path.join(folder, 'plain'), 'utf8')).toBe('kept');
});

test.skipIf(!existsSync('/proc/self'))('where no folder can be made, that is said', async () => {
  await expect(writeAtomically('/proc/x/y', 'text')).rejects.toMatchObject({ name: 'StickerLabError', message: 'No folder can be made there', file: '/proc/x' });
});

test.skipIf(!existsSync('/dev/full'))('a full disk is said to be full', async () => {
  const appended = appendLine('/dev/full', 'line');
  await expect(appended).rejects.toThrow(StickerLabError);
  await expect(appended).rejects.toMatchObject({ message: 'The disk is full', file: '/dev/full', remedy: expect.stringContaining('Free some space') });
});
