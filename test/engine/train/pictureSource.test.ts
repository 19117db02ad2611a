import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadSharp } from '../../../engine/images/sharp.ts';
import { createPictureSource } from '../../../engine/train/pictureSource.ts';
import { microTraining } from '../../support/microModel.ts';
import { datasetFolder } from '../dataset/datasetFolder.ts';

const sharp = await loadSharp();
const drawn = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#3366cc' } }).png().toBuffer();
const signal = new AbortController().signal;

test('training gets whole pictures of at most twice the model\'s size, predictions the centre', async () => {
  const root = await datasetFolder({ 'small.png': await drawn(40, 20), 'large.png': await drawn(300, 150), 'long.png': await drawn(400, 10) });
  const source = createPictureSource({ root }, microTraining);
  for (const [id, width, height] of [['small.png', 40, 20], ['large.png', 128, 64], ['long.png', 400, 10]] as const) {
    expect(await source.read(id, 'whole')).toMatchObject({ width, height });
    const centre = await source.read(id, 'centre');
    expect(centre).toMatchObject({ width: 32, height: 32 });
    for (let i = 0; i < centre.pixels.length; i += 3) expect([...centre.pixels.subarray(i, i + 3)]).toEqual([0x33, 0x66, 0xcc]);
  }
});

test('checked pictures are kept as far as the memory goes, broken ones named', async () => {
  const root = await datasetFolder({ 'a.png': await drawn(40, 20), 'b.png': await drawn(40, 20), 'broken.png': 'no picture' });
  const source = createPictureSource({ root }, microTraining, 40 * 20 * 3 + 1);
  const done: number[] = [];
  const wanted = ['a.png', 'b.png', 'broken.png'].map((id) => ({ id, view: 'whole' as const }));
  const broken = await source.check(wanted, signal, (count) => { done.push(count); });
  expect(done).toEqual([1, 2, 3]);
  expect([...broken.keys()]).toEqual(['broken.png']);
  for (const id of ['a.png', 'b.png']) await rm(path.join(root, id));
  const answers = await Promise.allSettled(['a.png', 'b.png'].map((id) => source.read(id, 'whole')));
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('a picture asked for twice at once is decoded once; one that failed is tried again', async () => {
  const root = await datasetFolder({ 'a.png': await drawn(40, 20) });
  const source = createPictureSource({ root }, microTraining, 0);
  const [first, second] = await Promise.all([source.read('a.png', 'whole'), source.read('a.png', 'whole')]);
  expect(first).toBe(second);
  expect(await source.read('a.png', 'whole')).not.toBe(first);
  await rm(path.join(root, 'a.png'));
  await expect(source.read('a.png', 'centre')).rejects.toThrow('ENOENT');
  await sharp(await drawn(40, 20)).toFile(path.join(root, 'a.png'));
  expect(await source.read('a.png', 'centre')).toMatchObject({ width: 32 });
});
