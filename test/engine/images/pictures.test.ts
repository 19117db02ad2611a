import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkPicture } from '../../../engine/images/checkPicture.ts';
import { decodePicture } from '../../../engine/images/decodePicture.ts';
import { makeThumbnail } from '../../../engine/images/makeThumbnail.ts';
import { readPicture } from '../../../engine/images/readPicture.ts';
import { loadSharp } from '../../../engine/images/sharp.ts';
import { datasetFolder } from '../dataset/datasetFolder.ts';

const sharp = await loadSharp();
/** Left half red, right half clear. */
const halfRed = Buffer.from([255, 0, 0, 255, 0, 0, 0, 0]);
const png = await sharp(halfRed, { raw: { width: 2, height: 1, channels: 4 } }).resize(64, 32, { kernel: 'nearest' }).png().toBuffer();
const jpeg = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#3366cc' } }).jpeg().toBuffer();

test('decodes to RGB, flattened on white, whatever the extension says; reduced where larger, never enlarged', async () => {
  const file = path.join(await datasetFolder({ 'a.jpg': png }), 'a.jpg');
  for (const [shortSide, width, height] of [[16, 32, 16], [100, 64, 32]]) {
    const picture = await decodePicture(file, shortSide);
    expect(picture).toMatchObject({ width, height });
    expect(picture.pixels).toHaveLength(width * height * 3);
    expect(Array.from(picture.pixels.subarray(0, 3))).toEqual([255, 0, 0]);
    expect(Array.from(picture.pixels.subarray((width - 1) * 3, width * 3))).toEqual([255, 255, 255]);
  }
});

test('grey, 16-bit, CMYK and rotated pictures give upright RGB', async () => {
  const base = sharp({ create: { width: 60, height: 30, channels: 3, background: '#808080' } });
  const root = await datasetFolder({
    'grey.png': await base.clone().greyscale().png().toBuffer(), 'deep.png': await base.clone().toColourspace('rgb16').png().toBuffer(),
    'cmyk.jpg': await base.clone().toColourspace('cmyk').jpeg().toBuffer(), 'turned.jpg': await base.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  });
  for (const name of await readdir(root)) {
    const { width, height, pixels } = await decodePicture(path.join(root, name), 8);
    expect([width, height]).toEqual([16, 8]);
    // CMYK inks only come near the grey they were made from.
    for (const value of pixels) expect(Math.abs(value - 128), name).toBeLessThan(name === 'cmyk.jpg' ? 20 : 3);
  }
  expect(await readPicture(path.join(root, 'turned.jpg'), 1024)).toMatchObject({ width: 60, height: 30, format: 'jpeg' });
});

test('checkPicture names empty, foreign, cut-off and missing files', async () => {
  const root = await datasetFolder({ 'whole.jpg': jpeg, 'empty.jpg': '', 'text.jpg': 'not a picture', 'cut.jpg': jpeg.subarray(0, jpeg.length * 0.6), 'cut.png': png.subarray(0, png.length * 0.6) });
  expect(await checkPicture(path.join(root, 'whole.jpg'))).toBeNull();
  expect(await checkPicture(path.join(root, 'empty.jpg'))).toContain('0 bytes');
  expect(await checkPicture(path.join(root, 'text.jpg'))).toContain('not a picture');
  expect(await checkPicture(path.join(root, 'cut.jpg'))).toContain('cut off');
  expect(await checkPicture(path.join(root, 'cut.png'))).toContain('cut off');
  expect(await checkPicture(path.join(root, 'none.jpg'))).toContain('missing');
  await expect(makeThumbnail(path.join(root, 'empty.jpg'), 64)).rejects.toThrow('0 bytes');
  await expect(decodePicture(path.join(root, 'cut.jpg'), 32)).rejects.toThrow();
});

test('thumbnails and views are WebP of at most the wanted size', async () => {
  const file = path.join(await datasetFolder({ 'a.jpg': jpeg }), 'a.jpg');
  expect(await sharp(await makeThumbnail(file, 48)).metadata()).toMatchObject({ format: 'webp', width: 48, height: 32 });
  const view = await readPicture(file, 1024);
  expect(await sharp(view.bytes).metadata()).toMatchObject({ format: 'webp', width: 90, height: 60 });
  expect(view).toMatchObject({ width: 90, height: 60, format: 'jpeg' });
});

const real = process.env['STICKER_LAB_MET_MEME'];
const quirks = real === undefined ? '' : path.join(real, 'quirks');
test.skipIf(!existsSync(quirks))('every odd original of MET-MEME decodes but the truncated one (set STICKER_LAB_MET_MEME)', async () => {
  const broken: string[] = [];
  for (const name of await readdir(quirks)) {
    const file = path.join(quirks, name);
    if ((await checkPicture(file)) !== null) {
      broken.push(name);
      continue;
    }
    const { width, height } = await decodePicture(file, 32);
    expect(Math.min(width, height)).toBe(32);
    expect((await makeThumbnail(file, 96)).length).toBeGreaterThan(50);
  }
  expect(broken).toEqual(['image_ (3151).jpg']);
});

test('every one of many cut-off pictures is found, however many are checked at once', async () => {
  const whole = await sharp({ create: { width: 200, height: 200, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } } }).jpeg().toBuffer();
  const folder = await datasetFolder(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.jpg`, whole.subarray(0, whole.length / 2)])));
  const reasons = await Promise.all(Array.from({ length: 60 }, (_, i) => checkPicture(path.join(folder, `${i}.jpg`))));
  expect(reasons.filter((reason) => reason === null)).toEqual([]);
});
