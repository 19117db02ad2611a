import { createHash } from 'node:crypto';
import { access, constants } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { makeFolder } from '../files/makeFolder.ts';

/** Where Sticker Lab keeps its own files for a dataset: runs, thumbnails, text features. */
export interface Storage {
  readonly folder: string;
  /** True where the dataset's folder is read-only and the files live elsewhere. */
  readonly fallback: boolean;
}

export const storageName = '.sticker-lab';

/**
 * `.sticker-lab/` in the dataset's folder, or, where that cannot be written, a folder of its own under `fallbackFolder`
 * (the terminal's is `~/.sticker-lab`; the extension passes the workspace's storage).
 */
export async function openStorage(root: string, fallbackFolder = path.join(os.homedir(), storageName)): Promise<Storage> {
  const beside = path.join(root, storageName);
  try {
    await makeFolder(beside);
    await access(beside, constants.W_OK);
    return { folder: beside, fallback: false };
  } catch {
    const key = createHash('sha256').update(path.resolve(root)).digest('hex').slice(0, 12);
    const folder = path.join(fallbackFolder, `${path.basename(root)}-${key}`);
    await makeFolder(folder);
    return { folder, fallback: true };
  }
}

export const runsFolder = (storage: Storage) => path.join(storage.folder, 'runs');
