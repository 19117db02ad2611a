import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Verdict } from '../../../engine/store/verdictRecord.ts';
import { appendVerdict, readVerdicts, verdictsFileName } from '../../../engine/store/verdicts.ts';

let folder: string;
beforeEach(async () => { folder = await mkdtemp(path.join(os.tmpdir(), 'verdicts-')); });
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = () => path.join(folder, verdictsFileName);
const give = (id: string, verdict: Verdict | null, who = 'ann') => appendVerdict(folder, { id, verdict, run: 'tiny-1', who, at: 1000 });
const present = async () => [...(await readVerdicts(folder)).newest.values()].map(({ id, verdict }) => `${id} ${verdict}`);

test('no file means no verdicts', async () => {
  expect(await readVerdicts(folder)).toEqual({ version: '', newest: new Map() });
});

test('the last line of a sticker counts, also one that takes a verdict back', async () => {
  await give('a.png', 'label');
  await give('b.png', 'text');
  const { version } = await readVerdicts(folder);
  await give('a.png', 'model', 'bob');
  await give('b.png', null);
  expect(await present()).toEqual(['a.png model', 'b.png null']);
  expect((await readVerdicts(folder)).newest.get('a.png')).toEqual({ id: 'a.png', verdict: 'model', run: 'tiny-1', who: 'bob', at: 1000 });
  expect((await readVerdicts(folder)).version).not.toBe(version);
  expect((await readFile(file(), 'utf8')).trimEnd().split('\n')).toHaveLength(4);
});

test('lines that are cut off or of something else are left out, and swallow nothing that comes after', async () => {
  await give('a.png', 'label');
  await appendFile(file(), '{"id":"b.png","verdict":"guess","run":"r","who":"w","at":1}\nno line\n{"id":"c.png","verd');
  expect(await present()).toEqual(['a.png label']);
  await give('d.png', 'ambiguous');
  expect(await present()).toEqual(['a.png label', 'd.png ambiguous']);
});

test('many writers at once lose nothing', async () => {
  await Promise.all(Array.from({ length: 60 }, (_, i) => give(`${i}.png`, 'text')));
  expect((await readVerdicts(folder)).newest.size).toBe(60);
});

test('what cannot be read or written is told with the file', async () => {
  await mkdir(file());
  await expect(readVerdicts(folder)).rejects.toMatchObject({ file: file(), remedy: expect.stringMatching(/\w/u) });
  await rm(file(), { recursive: true });
  await writeFile(path.join(folder, 'occupied'), '');
  await expect(appendVerdict(path.join(folder, 'occupied'), { id: 'a', verdict: 'text', run: '', who: '', at: 0 })).rejects.toMatchObject({ remedy: expect.stringMatching(/\w/u) });
});
