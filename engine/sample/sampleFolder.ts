import { readFile, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { descriptionsFile } from '../dataset/readDescriptions.ts';
import { labelsFile } from '../dataset/readLabels.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { makeFolder } from '../files/makeFolder.ts';

/** What was planted on purpose, for scoring whatever looks for it. Its presence marks a folder as a sample. */
export const plantedFile = 'planted.json';

/** What a sample is made of, in the order it takes its place: one without annotations was broken off, and is drawn anew. */
const parts = [plantedFile, labelsFile, descriptionsFile, 'Images', 'Annotations'] as const;

/** Hidden, so that a reader does not take it for a dataset; within the folder, so that it lies on the same disk. */
const unfinishedFolder = '.unfinished';

/**
 * Whether this very sample lies there.
 * @throws StickerLabError where something else does.
 */
export async function isPresent(folder: string, { count, seed, descriptions }: { readonly count: number; readonly seed: number; readonly descriptions: boolean }): Promise<boolean> {
  const names = (await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  })).filter((name) => !name.startsWith('.'));
  if (names.length === 0) return false;
  const planted = await readPlanted(folder);
  if (planted?.sample !== 'sticker-lab') throw new StickerLabError('The folder is not empty and holds no sample dataset.', folder, 'Choose a new or empty folder.');
  if (planted.complete !== true || !names.includes('Annotations')) return false;
  const described = names.includes(descriptionsFile);
  if (planted.count === count && planted.seed === seed && described === descriptions) return true;
  throw new StickerLabError(`The folder holds another sample: ${planted.count} stickers, seed ${planted.seed}, ${described ? 'with' : 'without'} descriptions.`, folder,
    'Choose another folder, or delete this one first.');
}

async function readPlanted(folder: string): Promise<{ sample?: unknown; complete?: unknown; count?: unknown; seed?: unknown } | null> {
  try {
    return JSON.parse(await readFile(path.join(folder, plantedFile), 'utf8')) as object | null;
  } catch {
    return null;
  }
}

/** Lets `make` fill a hidden folder, and moves what it made into place once it is whole. Leaves nothing where it fails. */
export async function inOneStep<T>(folder: string, make: (unfinished: string) => Promise<T>): Promise<T> {
  const existed = await stat(folder).then(() => true, () => false);
  const unfinished = path.join(folder, unfinishedFolder);
  try {
    await rm(unfinished, { recursive: true, force: true });
    await makeFolder(unfinished);
    const made = await make(unfinished);
    for (const part of parts) await rm(path.join(folder, part), { recursive: true, force: true });
    const present = await readdir(unfinished);
    for (const part of parts) if (present.includes(part)) await rename(path.join(unfinished, part), path.join(folder, part));
    await rmdir(unfinished);
    return made;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    // Only where it is empty.
    if (!existed) await rmdir(folder).catch(() => undefined);
    throw error;
  }
}
