import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { parseJson } from '../files/parseJson.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { featureSources, mapFile, mapSplits, type MapKey } from './mapKey.ts';

/** The columns are long, and a map's file is written whole: their elements are not looked at. */
const column = <T>() => z.custom<T[]>(Array.isArray);

const mapSchema = z.object({
  split: z.enum(mapSplits), sample: z.enum(['all', 'paper']), features: z.enum(featureSources), method: z.enum(['tsne', 'pca']), seed: z.number(),
  /** Training steps behind the best weights that made it; absent for untrained ones. */
  step: z.number().optional(),
  ids: column<string>(), x: column<number>(), y: column<number>(),
  kl: z.number().nullable(), seconds: z.number(), parameters: z.record(z.string(), z.number()), versions: z.record(z.string(), z.string()),
}).refine(({ ids, x, y }) => ids.length === x.length && ids.length === y.length);

/** A map's file: what decides it, its points as columns, and what it was made with. `kl`: t-SNE's divergence in nats, null for PCA. */
export type StoredMap = z.infer<typeof mapSchema>;

export const storeMap = (run: string, map: StoredMap) => writeAtomically(path.join(run, mapFile(map)), JSON.stringify(map));

/** Null where there is none. @throws StickerLabError for a file that is damaged, or no map */
export async function readStoredMap(run: string, key: MapKey): Promise<StoredMap | null> {
  const file = path.join(run, mapFile(key));
  const remedy = 'Delete the file and compute the map again.';
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const read = mapSchema.safeParse(parseJson(text, file, remedy));
  if (!read.success) throw new StickerLabError('The file holds no map', file, remedy);
  return read.data;
}
