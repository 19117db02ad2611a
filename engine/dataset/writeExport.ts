import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import type { Dataset } from './dataset.ts';
import { formatDataset, type ExportFormat } from './formatDataset.ts';

/**
 * Writes a dataset's annotations and descriptions in another format; -> stickers written, the files, and what the format cannot hold.
 * @throws StickerLabError where a file of the dataset would be written over, or the disk is full or read-only
 */
export async function writeExport(dataset: Dataset, format: ExportFormat, out: string, signal: AbortSignal): Promise<{ written: number; files: string[]; notes: string[] }> {
  const { files, written, notes } = formatDataset(dataset, format, out);
  for (const { file } of files) await refuseDatasetFile(dataset.root, file);
  for (const { file, content } of files) {
    signal.throwIfAborted();
    await writeAtomically(file, content);
  }
  return { written, files: files.map(({ file }) => file), notes: [...notes] };
}

const within = (folder: string, file: string) => {
  const inside = path.relative(folder, file);
  return inside !== '..' && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
};

/** A dataset is never written over: no file that exists within its folder is replaced, however the path is spelled. */
async function refuseDatasetFile(root: string, file: string): Promise<void> {
  if (!(await lstat(file).catch(() => null))) return;
  const real = path.join(await realpath(path.dirname(file)), path.basename(file));
  if (!within(root, file) && !within(await realpath(root), real)) return;
  throw new StickerLabError('This file is within the dataset already, and a dataset is not written over.', file,
    'Choose another --out, or, if the file is an earlier export, delete it first.');
}
