import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commandFailure, runToEnd } from '../../../engine/service/cliProcess.ts';

test('progress is told line by line while a command runs', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'cli-process-'));
  const cli = path.join(folder, 'cli.mjs');
  await writeFile(cli, "process.stderr.write('1 of 2 MB\\n2 of');\nsetTimeout(() => { process.stderr.write(' 2 MB\\n'); process.stdout.write('done'); }, 100);");
  const lines: string[] = [];
  expect(await runToEnd(cli, [], folder, new AbortController().signal, (line) => lines.push(line))).toBe('done');
  expect(lines).toEqual(['1 of 2 MB', '2 of 2 MB']);
  await rm(folder, { recursive: true, force: true });
});

test('what a command states of a fault, a line each, is taken as it is; anything else is told with the command\'s name', () => {
  const stated = commandFailure('train', 1, '3 of 9\nThe weights are not there.\n/weights/pvt\nFetch them.\n', '/log.txt');
  expect(stated).toMatchObject({ message: 'The weights are not there.', file: '/weights/pvt', remedy: 'Fetch them.' });
  const crashed = commandFailure('train', 1, 'The weights are not there.\nTypeError: no\n/weights/pvt\nFetch them.\n', '/log.txt');
  expect(crashed).toMatchObject({ message: 'train failed: TypeError: no', file: '/log.txt' });
  expect(commandFailure('train', null, '', '/log.txt').message).toBe('train was killed without a word.');
});
