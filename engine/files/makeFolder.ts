import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

async function isFolder(file: string): Promise<boolean> {
  try {
    if ((await stat(file)).isDirectory()) return true;
    throw new StickerLabError('A file is in the way of a folder', file, 'Choose another path, or move the file.');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return false;
    throw error;
  }
}

/**
 * Makes a folder and those above it. Node's own recursive `mkdir` never returns where the system answers ENOENT although
 * the parent exists, as it does below `/proc`.
 * @throws StickerLabError where a file is in the way, or the system lets no folder be made there.
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !(await isFolder(at)); at = path.dirname(at)) {
    missing.unshift(at);
    if (at === path.dirname(at)) break;
  }
  for (const one of missing) {
    try {
      await mkdir(one);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') throw new StickerLabError('No folder can be made there', one, 'Choose another path.', { cause: error });
      // Another process made it in between.
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}
