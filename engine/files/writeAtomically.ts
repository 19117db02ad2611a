import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileFailure } from './fileFailure.ts';
import { makeFolder } from './makeFolder.ts';

/**
 * Replaces a file whole: written beside it, flushed to disk, renamed. A reader sees the old or the new, never a part.
 * @throws StickerLabError where the disk is full or read-only; the old file stays as it was.
 */
export async function writeAtomically(file: string, content: string | Uint8Array | readonly Uint8Array[]): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  try {
    await makeFolder(path.dirname(file));
    const handle = await open(partial, 'w');
    try {
      const parts = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for (const part of parts) await handle.writeFile(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    // Where not even the folder is one, there is nothing to remove.
    await rm(partial, { force: true }).catch(() => undefined);
    throw fileFailure(error, file);
  }
}
