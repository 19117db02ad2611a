import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fingerprintDataset } from '../../../engine/dataset/fingerprint.ts';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import { datasetFolder } from './datasetFolder.ts';

const commas = ','.repeat(200);
const row = (n: number, sentiment: string) => `image_ (${n}).jpg,${sentiment},1(slightly),2(expressive),0(non-offensive),1,complementary,you ,seal,text,image${commas}`;
const header = `file_name,sentiment category,sentiment degree,intention detection,offensiveness detection,metaphor occurrence,metaphor category,target domain,source domain,target modality,source modality${commas}`;
const labels = (...rows: string[]) => [header, ...rows].join('\r\n');
/** "图像" in GB18030. */
const gb = Buffer.from([0xcd, 0xbc, 0xcf, 0xf1]);
const texts = Buffer.concat([Buffer.from(`file_name,text${commas}\r\nimage_ (0).jpg,"He said ""hi"",\nthen left"${commas}\r\nimage_ (1).jpg,`), gb, Buffer.from(`${commas}\r\nimage_ (2).jpg,a "quoted" word${commas}\r\n`)]);

test('GB18030, empty columns, quoted lines, number-and-name labels, nested pictures and a missing one', async () => {
  const dataset = await readDataset(await datasetFolder({
    'label_E.csv': labels(row(0, '4(sorrow)'), row(1, '1(happiness)'), row(2, '7(surprise)')), 'E_text.csv': texts,
    'Eimages/Eimages/Eimages/image_ (0).jpg': 'x', 'Eimages/Eimages/Eimages/image_ (1).jpg': 'x', 'Eimages/Eimages/Eimages/image_ (9).jpg': 'x', 'copies/image_ (1).jpg': 'x',
  }));
  expect(dataset.layout).toBe('met-meme');
  expect(dataset.stickers.map(({ id, label, text }) => [id, label, text])).toEqual([
    ['Eimages/Eimages/Eimages/image_ (0).jpg', 3, 'He said "hi",\nthen left'],
    ['Eimages/Eimages/Eimages/image_ (1).jpg', 0, '图像'],
    ['Eimages/Eimages/Eimages/image_ (2).jpg', 6, 'a "quoted" word'],
  ]);
  expect(dataset.stickers[0].attributes).toMatchObject({ 'target domain': 'you', 'metaphor occurrence': '1', 'intention detection': '2(expressive)' });
  expect(dataset.missing).toEqual(['Eimages/Eimages/Eimages/image_ (2).jpg']);
  expect(dataset.problems.map(({ message }) => message)).toEqual([expect.stringContaining('1 of 3 pictures'), expect.stringContaining('(9).jpg')]);
  expect(dataset.notes.join()).toContain('6:2:2');
});

test('with two of the three M3F files the remaining rows are the third split', async () => {
  const split = (...numbers: number[]) => ['images_name,sentiment category,Language', ...numbers.map((n) => `E_image_ (${n}).jpg,1(happiness),EN`)].join('\n');
  const dataset = await readDataset(await datasetFolder({
    'label_E.csv': labels(...[0, 1, 2, 3].map((n) => row(n, '2(love)'))), 'E_text.csv': texts, 'm3f/avg_train_label_E.csv': split(0, 1), 'm3f/avg_val_label_E.csv': split(2),
  }));
  expect(dataset.stickers.map((sticker) => sticker.split)).toEqual(['train', 'train', 'validation', 'test']);
  expect(dataset.notes.join()).toContain('1 remaining rows are the test split');
});

test('without label_E.csv, the rows keep their file where another file is there twice', async () => {
  const split = (...rows: string[]) => ['images_name,sentiment category', ...rows].join('\n');
  const dataset = await readDataset(await datasetFolder({
    'E_text.csv': texts, 'a/avg_train_label_E.csv': split('E_image_ (0).jpg,1(happiness)'), 'b/avg_train_label_E.csv': split('E_image_ (0).jpg,1(happiness)'),
    'c/avg_val_label_E.csv': split('E_image_ (1).jpg,1(happiness)', 'E_image_ (2).jpg,9(boredom)'),
  }));
  expect(dataset.stickers).toHaveLength(3);
  expect(dataset.problems.filter(({ severity }) => severity === 'error')).toMatchObject([{ file: 'c/avg_val_label_E.csv', line: 3 }]);
});

test('a label outside the classes is a problem with its line; the sticker stays', async () => {
  const dataset = await readDataset(await datasetFolder({ 'label_E.csv': labels(row(0, '1(happiness)'), row(1, '9(boredom)'), row(2, '1(fear)')), 'E_text.csv': texts }));
  expect(dataset.stickers.map(({ label }) => label)).toEqual([0, null, null]);
  expect(dataset.problems.filter(({ severity }) => severity === 'error').map(({ file, line }) => [file, line])).toEqual([['label_E.csv', 3], ['label_E.csv', 4]]);
});

const real = process.env['STICKER_LAB_MET_MEME'];
test.skipIf(!real || !existsSync(real))('the real MET-MEME (set STICKER_LAB_MET_MEME to its folder)', async () => {
  const dataset = await readDataset(real!);
  expect(dataset.layout).toBe('met-meme');
  expect(dataset.stickers).toHaveLength(4000);
  const counts = (split?: string) => dataset.classes.map((_, label) => dataset.stickers.filter((sticker) => sticker.label === label && (!split || sticker.split === split)).length);
  expect(counts()).toEqual([1050, 693, 557, 583, 123, 701, 293]);
  expect(counts('train')).toEqual([613, 421, 327, 363, 76, 425, 175]);
  expect(counts('validation')).toEqual([204, 145, 119, 106, 20, 142, 64]);
  expect(counts('test')).toEqual([233, 127, 111, 114, 27, 134, 54]);
  expect(dataset.stickers.filter(({ text }) => text === '')).toHaveLength(58);
  for (const n of [695, 696, 697, 698, 1853, 3874]) expect(dataset.missing.some((id) => id.endsWith(`image_ (${n}).jpg`))).toBe(true);
  expect(dataset.stickers.find(({ id }) => id.endsWith('(129).jpg'))!.attributes['source modality']).toBe('图像');
  expect(dataset.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(fingerprintDataset(await readDataset(real!))).toBe(fingerprintDataset(dataset));
});
