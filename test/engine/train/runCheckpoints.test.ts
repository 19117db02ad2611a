import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TrainingPosition } from '../../../engine/train/checkpoint.ts';
import { stateSpecs } from '../../../engine/train/checkpoint.ts';
import { openCheckpoints, type RunCheckpoints } from '../../../engine/train/runCheckpoints.ts';
import { presets } from '../../../engine/train/presets.ts';
import { openRunWriter, readRunConfig } from '../../../engine/train/runFolder.ts';

const parameters = [{ name: 'w', shape: [3], initialization: 'zeros' as const }];
const stateOf = (value: number) => new Map(stateSpecs(parameters).map(({ name }) => [name, new Float32Array(3).fill(value)]));
const at = (epoch: number, step: number): TrainingPosition => ({ epoch, stepInEpoch: 0, step, lossSum: 0, rightSum: 0 });

let folder: string;
let checkpoints: RunCheckpoints;
const file = (name: string) => path.join(folder, 'checkpoints', `${name}.safetensors`);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'checkpoints-'));
  await mkdir(path.join(folder, 'checkpoints'));
  await writeFile(path.join(folder, 'config.json'), JSON.stringify({ version: 2, notes: [], training: presets.tiny }));
  checkpoints = openCheckpoints(await openRunWriter(folder), parameters, 'digest');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the checkpoint before the last is another file, and stands in for a damaged one with a note', async () => {
  for (const step of [1, 2, 3]) await checkpoints.saveLast(at(1, step), stateOf(step));
  expect((await stat(file('last'))).ino).not.toBe((await stat(file('previous'))).ino);
  await truncate(file('last'), 200);
  const restored = await checkpoints.restore();
  expect(restored?.position.step).toBe(2);
  expect([...restored!.state.get('w')!]).toEqual([2, 2, 2]);
  expect((await readRunConfig(folder)).notes.join()).toContain('went on from the one before, of step 2');
});

test('killed between the two renames of a save, the one before is the last again', async () => {
  await checkpoints.saveLast(at(1, 1), stateOf(1));
  await checkpoints.saveLast(at(1, 2), stateOf(2));
  await rm(file('last'));
  expect((await checkpoints.restore())?.position.step).toBe(1);
});

test('better weights take the place of the best with their epoch, and go with it', async () => {
  await checkpoints.stageBest(at(2, 8), stateOf(2));
  await checkpoints.settleBest(2);
  expect(existsSync(file('best'))).toBe(true);
  await checkpoints.stageBest(at(3, 12), stateOf(3));
  await checkpoints.settleBest(2);
  expect(existsSync(file('staged'))).toBe(false);
});

test('damaged weights of an epoch that will be done again are dropped; of the best epoch they are named', async () => {
  await checkpoints.stageBest(at(2, 8), stateOf(2));
  await checkpoints.settleBest(2);
  await writeFile(file('staged'), 'half');
  await checkpoints.settleBest(2);
  expect(existsSync(file('staged'))).toBe(false);
  await writeFile(file('staged'), 'half');
  await expect(checkpoints.settleBest(3)).rejects.toMatchObject({ message: 'The weights of the best epoch, 3, are damaged', file: file('staged') });
});
