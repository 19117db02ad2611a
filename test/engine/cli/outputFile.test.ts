import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../../engine/cli/command.ts';
import { outputFile } from '../../../engine/cli/outputFile.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'output-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => path.join(folder, name);
const asked = (out: string, inputs?: readonly string[]) => outputFile({ positionals: [], values: { out } }, inputs);

test('the folder of a new file is made; a link is followed', async () => {
  expect(await asked(at('a/b/out'))).toBe(at('a/b/out'));
  expect((await stat(at('a/b'))).isDirectory()).toBe(true);
  await writeFile(at('kept'), '');
  await symlink(at('kept'), at('to-kept'));
  expect(await asked(at('to-kept'))).toBe(at('kept'));
});

test('a folder, a pipe and a path under a file are refused, by what is there', async () => {
  await mkdir(at('folder'));
  await expect(asked(at('folder'))).rejects.toMatchObject({ name: 'StickerLabError', file: at('folder'), message: 'A folder is in the way of a file' });
  await writeFile(at('file'), '');
  await expect(asked(at('file/out'))).rejects.toMatchObject({ name: 'StickerLabError', message: 'A file is in the way of a folder' });
  await expect(outputFile({ positionals: [], values: {} })).rejects.toThrow(UsageError);
});

test.skipIf(process.platform === 'win32')('what is no file is not replaced', async () => {
  execFileSync('mkfifo', [at('pipe')]);
  await expect(asked(at('pipe'))).rejects.toMatchObject({ name: 'StickerLabError', file: at('pipe'), message: 'This is no file that can be replaced' });
  await expect(asked('/dev/null')).rejects.toMatchObject({ file: '/dev/null' });
});

test('an input is not replaced, whatever its name', async () => {
  await writeFile(at('input'), '');
  await link(at('input'), at('linked'));
  await symlink(at('input'), at('pointing'));
  for (const name of ['input', 'linked', 'pointing']) await expect(asked(at(name), [at('input')])).rejects.toThrow('--out would replace one of the files read');
});
