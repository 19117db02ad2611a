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

/**
 * A set's files, under `folder` or where weights usually lie. Looks at names and lengths only.
 * @throws StickerLabError that says which command fetches the set, and which files to put where without a network.
 */
export async function findWeights<N extends SetName>(name: N, folder?: string): Promise<FoundWeights<N>> {
  const all = weightsFolder(folder);
  const own = path.join(all, name);
  const source = await readSource(own);
  const found = await findParts(name, own, source);
  const missing = Object.entries(partsOf(name)).filter(([key]) => !found.has(key)).map(([, part]) => fileNames(part).join(' or '));
  if (missing.length > 0) {
    throw new StickerLabError(`The pretrained weights ${name} are not there: ${missing.join(', ')} is missing.`, own,
      `Fetch them with "Sticker Lab: Get Pretrained Weights..." or sticker-lab weights --get ${name}. ${byHand(name, all)}`);
  }
  const files = Object.fromEntries([...found].map(([key, { file }]) => [key, path.join(own, file)])) as Record<PartName<N>, string>;
  return { files, source };
}
