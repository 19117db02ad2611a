import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { byHand } from './byHand.ts';
import { fileNames, type PartName, type SetName } from './catalog.ts';
import { findParts, partsOf } from './readSet.ts';
import { readSource, type Source } from './source.ts';
import { weightsFolder } from './weightsFolder.ts';

export interface FoundWeights<N extends SetName> {
  /** Absolute path of each part. */
  readonly files: Readonly<Record<PartName<N>, string>>;
  /** Repository, commit and digests; null where all files were placed by hand. */
  readonly source: Source | null;
}

interface LookedUp {
  readonly name: SetName;
  readonly folder: string;
  readonly files: Readonly<Record<string, string>>;
  readonly source: Source | null;
  /** Parts that are not there, each by the names its file may have. */
  readonly missing: readonly string[];
}

async function lookUp(name: SetName, all: string): Promise<LookedUp> {
  const folder = path.join(all, name);
  const source = await readSource(folder);
  const found = await findParts(name, folder, source);
  const missing = Object.entries(partsOf(name)).filter(([key]) => !found.has(key)).map(([, part]) => fileNames(part).join(' or '));
  return { name, folder, files: Object.fromEntries([...found].map(([key, { file }]) => [key, path.join(folder, file)])), source, missing };
}

/** One error for all that is missing, so that one download brings it. */
function requireWhole(sets: readonly LookedUp[], all: string): void {
  const lacking = sets.filter(({ missing }) => missing.length > 0);
  if (lacking.length === 0) return;
  const names = lacking.map(({ name }) => name);
  throw new StickerLabError(
    `The pretrained weights ${names.join(' and ')} are not there: ${lacking.flatMap(({ missing }) => missing).join(', ')} is missing.`,
    lacking.length === 1 ? lacking[0].folder : all,
    `Fetch them with "Sticker Lab: Get Pretrained Weights..." or sticker-lab weights ${names.map((name) => `--get ${name}`).join(' ')}. ${names.map((name) => byHand(name, all)).join(' ')}`,
  );
}

/**
 * Sees whether sets are there, under `folder` or where weights usually lie. Looks at names and lengths only.
 * @throws StickerLabError that names all that are not, which command fetches them, and which files to put where without a network.
 */
export async function requireWeights(names: readonly SetName[], folder?: string): Promise<void> {
  const all = weightsFolder(folder);
  requireWhole(await Promise.all(names.map((name) => lookUp(name, all))), all);
}

/** A set's files. @throws StickerLabError as `requireWeights` does */
export async function findWeights<N extends SetName>(name: N, folder?: string): Promise<FoundWeights<N>> {
  const all = weightsFolder(folder);
  const found = await lookUp(name, all);
  requireWhole([found], all);
  return { files: found.files as Record<PartName<N>, string>, source: found.source };
}
