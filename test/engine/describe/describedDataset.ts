import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { views, type View } from '../../../engine/dataset/sticker.ts';
import type { BatchGround } from '../../../engine/describe/batch.ts';
import { openDescriptionStore } from '../../../engine/store/openDescriptionStore.ts';
import { createDescriptionTable } from '../../../engine/store/descriptionTable.ts';
import { writeLineDataset, type DatasetLine } from '../../support/lineDataset.ts';

/** A folder that is gone after the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sticker-lab-describe-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** `count` plain pictures of different colours, none described. */
export const plainStickers = (count: number): DatasetLine[] =>
  Array.from({ length: count }, (_, index) => ({ label: index % 2 ? 'joy' : 'anger', split: 'train', colour: `rgb(${index % 256},${(index * 7) % 256},${Math.floor(index / 256)})`, text: `text ${index}` }));

export const writePlainDataset = async (count: number): Promise<Dataset> => writeLineDataset(path.join(await testFolder(), 'd'), plainStickers(count));

/** A dataset's store and table, as a process has them that has just started. */
export async function openGround(dataset: Dataset, folder: string): Promise<BatchGround> {
  const { descriptions, batches } = await openDescriptionStore(folder);
  const table = createDescriptionTable(dataset, descriptions);
  return { dataset, table, descriptions, batches, onWritten: (own) => void table.sync(own) };
}

/** Every text with its state, as `state text`. */
export const textsOf = ({ dataset, table }: Pick<BatchGround, 'dataset' | 'table'>): Map<string, string> =>
  new Map(dataset.stickers.flatMap(({ id }) => views.map((view): [string, string] => {
    const { text, state } = table.read(id, view);
    return [`${id} ${view}`, `${state} ${text}`];
  })));

export const keyOf = (id: string, view: View) => `${id} ${view}`;
