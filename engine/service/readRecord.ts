import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';

/** A JSON file a process wrote whole; null where it is missing. */
export async function readRecord<T>(file: string): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new StickerLabError(`${path.basename(file)} is cut off or damaged.`, file, 'Evaluate the split again: the file is replaced.', { cause: error });
  }
}

/**
 * What a process that ended well was to write.
 * @throws StickerLabError where the file is missing, or of weights that the run no longer holds
 */
export async function written<T>(record: T | null, file: string): Promise<T> {
  if (record !== null) return record;
  if (await stat(file).then(() => true, () => false)) throw new StickerLabError('The training went on meanwhile: what was computed is of weights that the run no longer holds.', file, 'Try again, best when the training has ended.');
  throw new StickerLabError(`The process ended well but did not write ${path.basename(file)}.`, file, 'Look whether the disk is full, then try again.');
}
