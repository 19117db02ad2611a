import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** One folder's names. Hidden entries (and so `.sticker-lab`) are left out. */
export interface FolderListing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

const pictureExtensions = new Set(['.jpg', '.jpeg', '.png', '.gif', '.webp', '.avif', '.bmp', '.tif', '.tiff']);

export const isPictureName = (name: string) => pictureExtensions.has(path.extname(name).toLowerCase());

/** Lists a folder, following links. Null where it cannot be read or is no folder. */
export async function listFolder(folder: string): Promise<FolderListing | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (!entries) return null;
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const target = entry.isSymbolicLink() ? await stat(path.join(folder, entry.name)).catch(() => null) : entry;
    if (target?.isDirectory()) folders.push(entry.name);
    else if (target?.isFile()) files.push(entry.name);
  }
  return { files: files.toSorted(), folders: folders.toSorted() };
}

/**
 * Every folder below `root` down to `depth`, keyed by its path within `root` ('' for itself, forward slashes), one
 * directory read a folder. `depth` bounds the work where someone opens a wrong, huge folder, and ends link cycles.
 */
export async function listFolders(root: string, depth: number, signal?: AbortSignal): Promise<Map<string, FolderListing>> {
  const listings = new Map<string, FolderListing>();
  let level = [''];
  for (let i = 0; i <= depth && level.length > 0; i++) {
    signal?.throwIfAborted();
    const listed = await Promise.all(level.map(async (folder) => ({ folder, listing: await listFolder(path.join(root, folder)) })));
    const next: string[] = [];
    for (const { folder, listing } of listed) {
      if (!listing) continue;
      listings.set(folder, listing);
      next.push(...listing.folders.map((name) => (folder === '' ? name : `${folder}/${name}`)));
    }
    level = next;
  }
  return listings;
}
