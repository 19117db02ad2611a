import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { descriptionsFile } from '../dataset/readDescriptions.ts';
import { labelsFile } from '../dataset/readLabels.ts';
import { ser30kClasses } from '../dataset/ser30kLabels.ts';
import { splits, type Split } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { loadSharp, type Sharp } from '../images/sharp.ts';
import { describeSticker } from './describeSticker.ts';
import { drawSticker } from './drawSticker.ts';
import { growFile, type GrowingFile } from './growingFile.ts';
import { inOneStep, isPresent, plantedFile } from './sampleFolder.ts';
import { planStickers, type StickerPlan } from './planStickers.ts';

export interface SampleConfig {
  readonly count: number;
  readonly seed: number;
  /** False leaves `descriptions.jsonl` out; everything else is the same. */
  readonly descriptions: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, count: number) => void;
}

export interface SampleReport {
  readonly stickers: number;
  readonly splits: Readonly<Record<Split, number>>;
}

/** At most this many stickers; more would only fill the disk. */
export const mostStickers = 1_000_000;

/**
 * Writes a sample dataset in SER30K's layout: drawn sticker faces as JPEG, annotations with votes, four-view descriptions,
 * `labels.json`, and `planted.json` with the labels that are wrong and the near-duplicates. Streams, so any count works;
 * the same seed and count give the same annotations, byte for byte. Nothing is to be seen of it before it is whole, and
 * where the same sample lies there already, it is left as it is.
 * @throws StickerLabError where the folder holds something else, another sample too.
 */
export async function writeSampleDataset(folder: string, config: SampleConfig): Promise<SampleReport> {
  const { count, seed } = config;
  if (count < 1 || count > mostStickers) throw new StickerLabError(`A sample cannot have ${count} stickers.`, folder, 'Choose a count from 1 to a million.');
  if (await isPresent(folder, config)) return { stickers: count, splits: splitsOf(count, seed) };
  const sharp = await loadSharp();
  return inOneStep(folder, (unfinished) => drawInto(unfinished, config, sharp));
}

async function drawInto(folder: string, { count, seed, descriptions, signal, onProgress }: SampleConfig, sharp: Sharp): Promise<SampleReport> {
  const totals: Record<Split, number> = { train: 0, validation: 0, test: 0 };
  const lines = await openAnnotations(folder, descriptions);
  const wrongLabels: { id: string; label: string; actual: string }[] = [];
  const nearDuplicates: { id: string; original: string }[] = [];
  const draw = picturesOf(folder, seed, sharp);
  try {
    for (const plan of planStickers(count, seed)) {
      signal?.throwIfAborted();
      await draw.add(plan);
      await lines.add(plan, seed);
      totals[plan.split]++;
      if (plan.label !== plan.emotion) wrongLabels.push({ id: idOf(plan), label: plan.label, actual: plan.emotion });
      if (plan.original) nearDuplicates.push({ id: idOf(plan), original: idOf(plan.original) });
      if ((plan.index + 1) % 100 === 0) onProgress?.(plan.index + 1, count);
    }
    await draw.finish();
    await lines.finish();
  } catch (error) {
    await Promise.all([draw.settle(), lines.discard()]);
    throw error;
  }
  await writeAtomically(path.join(folder, labelsFile), `${JSON.stringify({ classes: ser30kClasses })}\n`);
  await writeAtomically(path.join(folder, plantedFile), `${JSON.stringify({ sample: 'sticker-lab', complete: true, count, seed, wrongLabels, nearDuplicates }, null, 1)}\n`);
  return { stickers: count, splits: totals };
}

const idOf = (plan: StickerPlan) => `Images/${plan.topic}/${plan.file}`;

function splitsOf(count: number, seed: number): Record<Split, number> {
  const totals: Record<Split, number> = { train: 0, validation: 0, test: 0 };
  for (const { split } of planStickers(count, seed)) totals[split]++;
  return totals;
}

/** Draws in the background, as many at a time as there are cores, twice. */
function picturesOf(folder: string, seed: number, sharp: Sharp) {
  const busy = new Set<Promise<void>>();
  const made = new Set<string>();
  let failure: unknown;
  const drawOne = async (plan: StickerPlan) => {
    const bytes = await sharp(Buffer.from(drawSticker(plan, seed))).jpeg({ quality: plan.original ? 78 : 90 }).toBuffer();
    await writeFile(path.join(folder, 'Images', plan.topic, plan.file), bytes);
  };
  const wait = async () => {
    await Promise.race(busy);
    if (failure) throw failure;
  };
  return {
    async add(plan: StickerPlan) {
      if (!made.has(plan.topic)) {
        await mkdir(path.join(folder, 'Images', plan.topic), { recursive: true });
        made.add(plan.topic);
      }
      const job: Promise<void> = drawOne(plan).catch((error: unknown) => { failure ??= error; }).finally(() => busy.delete(job));
      busy.add(job);
      if (busy.size >= 2 * os.availableParallelism()) await wait();
    },
    async finish() {
      await Promise.all(busy);
      if (failure) throw failure;
    },
    /** Waits for what is being written, after a failure elsewhere. */
    async settle() {
      await Promise.all(busy);
    },
  };
}

/** The annotation files, a record at a time. */
async function openAnnotations(folder: string, withDescriptions: boolean) {
  const imageLevel = path.join(folder, 'Annotations', 'image-level');
  await mkdir(imageLevel, { recursive: true });
  const bySplit = {
    train: await growFile(path.join(imageLevel, 'train.json')),
    validation: await growFile(path.join(imageLevel, 'val.json')),
    test: await growFile(path.join(imageLevel, 'test.json')),
  } satisfies Record<Split, GrowingFile>;
  const views = withDescriptions ? await growFile(path.join(folder, descriptionsFile)) : null;
  const files = [...Object.values(bySplit), ...(views ? [views] : [])];
  const started = new Set<Split>();
  return {
    async add(plan: StickerPlan, seed: number) {
      const number = (name: StickerPlan['label']) => ser30kClasses.indexOf(name) + 1;
      const [anno1, anno2, anno3] = plan.votes.map(number);
      const record = { topic: plan.topic, file_name: plan.file, text: plan.text, anno1, anno2, anno3, anno: number(plan.label) };
      await bySplit[plan.split].add(`${started.has(plan.split) ? ',\n' : '{"annotations":[\n'}${JSON.stringify(record)}`);
      started.add(plan.split);
      await views?.add(`${JSON.stringify({ id: idOf(plan), descriptions: describeSticker(plan, seed) })}\n`);
    },
    async finish() {
      for (const split of splits) await bySplit[split].add(started.has(split) ? '\n]}\n' : '{"annotations":[]}\n');
      for (const file of files) await file.finish();
    },
    async discard() {
      for (const file of files) await file.discard();
    },
  };
}
