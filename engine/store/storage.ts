import { createHash } from 'node:crypto';
import { access, constants, stat } from 'node:fs/promises';
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

const home = () => path.join(os.homedir(), storageName);

function fallbackName(root: string): string {
  const folder = path.resolve(root);
  return `${path.basename(folder)}-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}

/**
 * `.sticker-lab/` in the dataset's folder, or, where that cannot be written, a folder of its own under `fallbackFolder`
 * (the terminal's is `~/.sticker-lab`; the extension passes the workspace's storage).
 */
export async function openStorage(root: string, fallbackFolder = home()): Promise<Storage> {
  const beside = path.join(root, storageName);
  try {
    await makeFolder(beside);
    await access(beside, constants.W_OK);
    return { folder: beside, fallback: false };
  } catch {
    const folder = path.join(fallbackFolder, fallbackName(root));
    await makeFolder(folder);
    return { folder, fallback: true };
  }
}

const isWritable = (folder: string) => access(folder, constants.W_OK).then(() => true, () => false);
const isFolder = (folder: string) => stat(folder).then((found) => found.isDirectory(), () => false);

/** The storage that `openStorage` would choose; null where it has not been made yet. Makes nothing. */
export async function findStorage(root: string, fallbackFolder = home()): Promise<Storage | null> {
  const beside = path.join(root, storageName);
  if (await isFolder(beside) && await isWritable(beside)) return { folder: beside, fallback: false };
  const canBeMade = await isWritable(root) && !(await stat(beside).catch(() => null));
  const folder = path.join(fallbackFolder, fallbackName(root));
  return !canBeMade && await isFolder(folder) ? { folder, fallback: true } : null;
}

const runsName = 'runs';

/** The dataset whose `.sticker-lab/runs` holds a run, wherever the folder has been moved or copied to with it; null where the run lies elsewhere. */
export function datasetAroundRun(run: string): string | null {
  const runs = path.dirname(path.resolve(run));
  const storage = path.dirname(runs);
  return path.basename(runs) === runsName && path.basename(storage) === storageName ? path.dirname(storage) : null;
}

/** The storage of this dataset that a run lies in, wherever an editor keeps it; null where the run lies elsewhere. */
export function storageOfRun(run: string, root: string): Storage | null {
  const runs = path.dirname(path.resolve(run));
  const folder = path.dirname(runs);
  if (path.basename(runs) !== runsName) return null;
  if (folder === path.join(path.resolve(root), storageName)) return { folder, fallback: false };
  return path.basename(folder) === fallbackName(root) ? { folder, fallback: true } : null;
}

export const runsFolder = (storage: Storage) => path.join(storage.folder, runsName);
