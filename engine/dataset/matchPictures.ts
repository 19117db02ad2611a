import path from 'node:path';
import { matchNames } from './matchNames.ts';
import { stickerId } from './stickerId.ts';

/** Folders above the file that its names may be relative to, and folders that its names may have before the dataset's. */
const deepest = 6;

/**
 * Finds the stickers that a file from anywhere names by their pictures. The names of one file are relative to one folder: the dataset's,
 * the file's own, one above the dataset (all names then share its folders) or the `Images` folder. The one by which most are found holds for all.
 * @param file where the names stand, absolute
 */
export function matchPictures(written: readonly string[], known: ReadonlySet<string>, file: string): (written: string) => string | null {
  const match = matchNames(known);
  const find = (id: string) => {
    const name = match(id);
    return known.has(name) ? name : null;
  };
  const ids = written.flatMap((name) => stickerId(name) ?? []);
  const relative = [(id: string) => id, ...prefixes(known, file).map((prefix) => (id: string) => prefix + id), ...sharedFolders(ids).map((shared) => (id: string) => id.slice(shared.length))];
  let best = relative[0];
  let most = -1;
  for (const made of relative) {
    const found = ids.filter((id) => find(made(id)) !== null).length;
    if (found > most) [best, most] = [made, found];
    if (found === ids.length) break;
  }
  return (name) => {
    if (known.has(name) && best === relative[0]) return name;
    const id = stickerId(name);
    return id === null ? null : find(best(id));
  };
}

/** The file's own folder within the dataset, as far as its path tells, and what comes before the pictures' topics. */
function prefixes(known: ReadonlySet<string>, file: string): string[] {
  const folders = path.dirname(file).split(path.sep).filter((name) => name !== '');
  const own = Array.from({ length: Math.min(deepest, folders.length) }, (_, depth) => `${folders.slice(folders.length - depth - 1).join('/')}/`);
  const images = new Set([...known].flatMap((id) => /^(?:.*?\/)?Images\//u.exec(id) ?? []));
  return [...own, ...images];
}

/** `a/`, `a/b/`... where all ids begin with them. */
function sharedFolders(ids: readonly string[]): string[] {
  const [first = ''] = ids;
  const folders = first.split('/').slice(0, -1);
  const shared = folders.map((_, depth) => `${folders.slice(0, depth + 1).join('/')}/`).slice(0, deepest);
  return shared.filter((prefix) => ids.every((id) => id.startsWith(prefix)));
}
