import { readFile, writeFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { exportFormats, formatDataset, type ExportFormat } from '../../../engine/dataset/formatDataset.ts';
import { readMarkedText, writeMarkedText } from '../../../engine/dataset/markedText.ts';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import { readDescriptionsFile } from '../../../engine/dataset/readDescriptionsFile.ts';
import { splits, views, type Descriptions, type Sticker } from '../../../engine/dataset/sticker.ts';
import { createRandom, type Random } from '../../../engine/random/random.ts';
import { datasetFolder } from './datasetFolder.ts';

const marks = ['#The sticker\'s intention', '#The sticker\'s style', '#The sticker\'s main role', '#The sticker\'s gesture'];
/** What formats quote, split at, trim or escape. */
const pieces = [
  ...marks, ...marks.map((mark) => `#\u2060${mark.slice(1)}`), '#The sticker\'', ' ||| ', ' |\u2060|| ', '|||', '\u2060', '"', '""', '\'', ',', ';', '\n', '\r\n', '\r', '\t', ' ', '  ', '\u00A0', '\uFEFF', '\u2028',
  '\\', '\\n', '\\u0041', '{', '}', '🙂', '👩‍👩‍👧', '猫', 'é', 'e\u0301', ':', ': ', 's', '#', '\u200B', '\u0007', '\uFFFD', 'A cat waves.', 'the sticker', '=1+1', '</s>',
];
const textOf = (random: Random) => Array.from({ length: 1 + random.integer(7) }, () => random.pick(pieces)).join('');

function descriptionsOf(random: Random): Descriptions {
  const texts = views.flatMap((view) => (random.integer(5) === 0 ? [] : [[view, textOf(random)] as const]));
  return Object.fromEntries(texts.filter(([, text]) => text.trim() !== ''));
}

const sticker = (id: string, random: Random, descriptions: Descriptions): Sticker =>
  ({ id, split: random.pick(splits), label: random.integer(2), votes: [], text: 'hi "you", all', topic: random.pick(['', 'pack 1']), descriptions, attributes: {} });

function datasetOf(root: string, ids: readonly string[], random: Random): Dataset {
  const stickers = ids.map((id) => sticker(id, random, descriptionsOf(random)));
  return { root, name: 'd', layout: 'jsonl', classes: ['joy', 'rage'], stickers, missing: [], problems: [], notes: [] };
}

const layouts: Readonly<Record<string, readonly string[]>> = {
  'SER30K': ['Images/a b/1.jpg', 'Images/a b/2.jpg', 'Images/c/1.jpg', 'Images/3.jpg'],
  'SER30K within a folder': ['SER_Dataset/Images/a/1.jpg', 'SER_Dataset/Images/a/2.jpg'],
  'flat': ['1.jpg', '2 "x", y.jpg', 'caf\u00e9.png'],
  'folders': ['a/1.jpg', 'a/b/1.jpg', '1.jpg', 'b/1.jpg'],
  'Images and others': ['Images/a/1.jpg', 'a/1.jpg', 'b/Images/a/1.jpg'],
};

async function imported(dataset: Dataset, files: readonly { readonly file: string; readonly content: string }[]): Promise<Dataset> {
  const known = new Set(dataset.stickers.map(({ id }) => id));
  const texts = new Map<string, Descriptions>();
  for (const { file, content } of files) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    const read = await readDescriptionsFile(file, known);
    expect(read.broken).toEqual([]);
    expect(read.unknown).toEqual([]);
    for (const [id, found] of read.texts) texts.set(id, found);
  }
  return { ...dataset, stickers: dataset.stickers.map((each) => ({ ...each, descriptions: texts.get(each.id) ?? {} })) };
}

const outs: Readonly<Record<ExportFormat, readonly string[]>> = { jsonl: ['out.jsonl', 'no-extension'], csv: ['out.csv'], huggingface: ['.', 'set', 'elsewhere'], mghft: ['.', 'elsewhere'] };

test.each(exportFormats)('%s: out, in and out again gives the same texts and the same bytes', async (format) => {
  const folder = await datasetFolder({});
  for (const [layout, ids] of Object.entries(layouts)) {
    for (let round = 0; round < 40; round++) {
      const random = createRandom('round trip', format, layout, round);
      const dataset = datasetOf(path.join(folder, 'set'), ids, random);
      const out = path.join(folder, random.pick(outs[format]));
      const exported = formatDataset(dataset, format, out);
      const again = await imported(dataset, exported.files);
      expect(again.stickers.map(({ id, descriptions }) => [id, descriptions]), `${layout} ${round}`).toEqual(dataset.stickers.map(({ id, descriptions }) => [id, descriptions]));
      expect(formatDataset(again, format, out)).toEqual(exported);
    }
  }
});

test.each(['jsonl', 'csv', 'huggingface'] as const)('%s: what is exported opens as a dataset with the same texts', async (format) => {
  const random = createRandom('opens', format);
  const root = await datasetFolder(Object.fromEntries(layouts['folders'].map((id) => [id, 'x'])));
  const dataset = datasetOf(root, layouts['folders'].toSorted(), random);
  const [{ file, content }] = formatDataset(dataset, format, path.join(root, { jsonl: 'stickers.jsonl', csv: 'stickers.csv', huggingface: '' }[format])).files;
  await writeFile(file, content);
  const opened = await readDataset(root);
  expect(opened.stickers.map(({ id, descriptions }) => [id, descriptions])).toEqual(dataset.stickers.map(({ id, descriptions }) => [id, descriptions]));
  expect(await readFile(file, 'utf8')).toBe(content);
});

/** What the public loader does with a text, in JavaScript: splits at the marks, drops what is before the first, strips each part. */
function loaded(text: string): string[] {
  const parts = text.split(/(#The sticker's intention|#The sticker's style|#The sticker's main role|#The sticker's gesture)/u).slice(1);
  return views.map((_, i) => `${parts[2 * i]}${parts[2 * i + 1]}`.trim()).slice(0, Math.ceil(parts.length / 2));
}

test('the public loader finds four parts in every marked text, in order, and no pair', () => {
  const random = createRandom('loader');
  for (let i = 0; i < 3000; i++) {
    const descriptions = descriptionsOf(random);
    const text = writeMarkedText(descriptions);
    expect(readMarkedText(text)).toEqual(descriptions);
    expect(text.match(/#The sticker's (?:intention|style|main role|gesture)/gu)).toEqual(marks);
    const parts = loaded(text);
    expect(parts).toHaveLength(4);
    parts.forEach((part, k) => {
      expect(part.startsWith(marks[k])).toBe(true);
      expect(/^.* \|\|\| .*$/u.test(part)).toBe(false);
      // But for what keeps apart, the model sees the text.
      const seen = part.slice(marks[k].length).replace(/^:/u, '').replaceAll('\u2060', '').trim();
      expect(seen).toBe((descriptions[views[k]] ?? '').replaceAll('\u2060', '').trim());
    });
  }
});

test('stickers that the public loader cannot take are named where they have texts', () => {
  const random = createRandom('unlabelled');
  const dataset = datasetOf('/d', ['a/1.jpg', 'a/2.jpg', 'a/3.jpg'], random);
  const [first, second, third] = dataset.stickers;
  const stickers = [{ ...first, label: null, descriptions: { style: 'flat' } }, { ...second, label: null, descriptions: {} }, third];
  const { notes, written } = formatDataset({ ...dataset, stickers }, 'mghft', '/out');
  expect(written).toBe(1);
  expect(notes).toEqual([expect.stringContaining('a/1.jpg are not in the files')]);
  expect(formatDataset({ ...dataset, stickers }, 'jsonl', '/out.jsonl').notes).toEqual([]);
});
