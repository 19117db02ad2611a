import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { catalog, fileNames, type Part, type SetName } from './catalog.ts';
import { digestsOf } from './digest.ts';
import { isIncomplete } from './fetchFile.ts';
import { readSource, type Source } from './source.ts';

export interface SetFile {
  readonly file: string;
  readonly bytes: number;
  /** Hex; null where the file was placed by hand and is not checked, or has come in part. */
  readonly sha256: string | null;
}

export interface SetView {
  readonly name: SetName;
  /** `partial`: some files are there, or a part of one. */
  readonly state: 'absent' | 'partial' | 'present';
  readonly files: readonly SetFile[];
  /** null where nothing of it was fetched by Sticker Lab. */
  readonly source: Source | null;
}

/** The file of each part that is there, in whole. */
export type FoundParts = ReadonlyMap<string, SetFile>;

export const partsOf = (name: SetName): Readonly<Record<string, Part>> => catalog[name].parts;

/** A fetched file whose length is no longer what it was does not count. */
async function findFile(folder: string, part: Part, source: Source | null): Promise<SetFile | null> {
  for (const file of fileNames(part)) {
    const stats = await stat(path.join(folder, file)).catch(() => null);
    const fetched = source?.files.find((one) => one.file === file);
    if (stats?.isFile() && (fetched?.bytes ?? stats.size) === stats.size) return { file, bytes: stats.size, sha256: fetched?.sha256 ?? null };
  }
  return null;
}

/** What of a set lies in its own folder `folder`. */
export async function findParts(name: SetName, folder: string, source: Source | null): Promise<FoundParts> {
  const found = new Map<string, SetFile>();
  for (const [key, part] of Object.entries(partsOf(name))) {
    const file = await findFile(folder, part, source);
    if (file) found.set(key, file);
  }
  return found;
}

/** State of a set under the weights' folder `folder`. Reads no content. */
export async function readSet(name: SetName, folder: string): Promise<SetView> {
  const own = path.join(folder, name);
  const source = await readSource(own);
  const found = await findParts(name, own, source);
  const parts = (await readdir(own).catch(() => [])).filter(isIncomplete);
  const incomplete = await Promise.all(parts.map(async (file) => ({ file, bytes: (await stat(path.join(own, file))).size, sha256: null })));
  const files = [...found.values(), ...incomplete];
  return { name, state: found.size === Object.keys(partsOf(name)).length ? 'present' : files.length > 0 ? 'partial' : 'absent', files, source };
}

/** Whether a file's content is what it was when it was fetched. Of one placed by hand nothing is known. */
export async function isIntact(folder: string, { file, bytes, sha256 }: SetFile, signal?: AbortSignal): Promise<boolean> {
  return sha256 === null || (await digestsOf(path.join(folder, file), bytes, signal)).sha256 === sha256;
}

/**
 * Reads every file of a set and compares; -> the view with the SHA-256 of files placed by hand too.
 * @throws StickerLabError for the first file that has changed since it was fetched.
 */
export async function checkSet(view: SetView, folder: string, signal?: AbortSignal): Promise<SetView> {
  const files: SetFile[] = [];
  for (const one of view.files) {
    const file = path.join(folder, view.name, one.file);
    const sha256 = isIncomplete(one.file) ? null : (await digestsOf(file, one.bytes, signal)).sha256;
    if (one.sha256 !== null && sha256 !== one.sha256) throw new StickerLabError(`${one.file} is not what was fetched: its SHA-256 differs.`, file, `Fetch it again: sticker-lab weights --get ${view.name} --check`);
    files.push({ ...one, sha256 });
  }
  return { ...view, files };
}
