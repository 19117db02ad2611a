import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { parseJson } from '../files/parseJson.ts';
import { readSafetensors, writeSafetensors } from '../weights/safetensors.ts';
import { mapFile, type MapKey } from './mapKey.ts';
import type { PlanePoints } from './procrustes.ts';
import type { LayoutProgress } from './workerTask.ts';

/** Where a map lies while its points still move. Not in `map/`, whose every change is one of the run. */
export const layoutFile = (run: string, key: MapKey) => path.join(run, 'layout', path.basename(mapFile(key)).replace(/\.json$/u, '.safetensors'));

/** A map under way; `kl` NaN before the first iteration. */
export interface Layout extends PlanePoints, LayoutProgress {}

export interface LayoutWriter {
  advance(progress: LayoutProgress): void;
  /** Ends the writing and removes the file. @throws StickerLabError where it could not be written */
  end(): Promise<void>;
}

/** Milliseconds between two writings, and what each point adds. */
const interval = 330;
const intervalPerPoint = 0.01;

/** Writes where `positions` [n, 2] are now: at once, and, from the first `advance` on, as worker threads move them, about three times a second. */
export function openLayoutWriter(file: string, ids: readonly string[], positions: Float64Array, iterations: number): LayoutWriter {
  const named = JSON.stringify(ids);
  let progress: LayoutProgress = { iteration: 0, iterations, kl: NaN };
  let failure: unknown = null;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    const axis = (offset: number) => ({ shape: [ids.length], data: Float32Array.from(ids, (_, i) => positions[2 * i + offset]) });
    return writeSafetensors(file, new Map([['x', axis(0)], ['y', axis(1)]]), { ids: named, progress: JSON.stringify(progress) }).catch((error: unknown) => void (failure = error));
  };
  const schedule = () => {
    if (!ended) timer = setTimeout(() => void (writing = write().then(schedule)), interval + intervalPerPoint * ids.length);
  };
  let writing = write();
  return {
    advance(now) {
      progress = now;
      if (timer === undefined) schedule();
    },
    async end() {
      ended = true;
      clearTimeout(timer);
      await writing;
      if (failure) throw failure as Error;
      await rm(file, { force: true });
    },
  };
}

/** Changes when the file is written anew; null while there is none. */
export const layoutVersion = (file: string) => stat(file).then(({ mtimeMs, ino }) => `${mtimeMs} ${ino}`, () => null);

const idsSchema = z.array(z.string());
const progressSchema = z.object({ iteration: z.number(), iterations: z.number(), kl: z.number().nullable() });

/** @throws StickerLabError where there is none, no more, or another file in its place */
export async function readLayout(file: string): Promise<Layout> {
  const remedy = 'Delete the file and compute the map again.';
  const { tensors, metadata } = await readSafetensors(file);
  const ids = idsSchema.safeParse(parseJson(metadata['ids'] ?? '', file, remedy)).data;
  const progress = progressSchema.safeParse(parseJson(metadata['progress'] ?? '', file, remedy)).data;
  const [x, y] = ['x', 'y'].map((name) => tensors.get(name)?.data);
  if (!ids || !progress || !(x instanceof Float32Array) || !(y instanceof Float32Array) || x.length !== ids.length || y.length !== ids.length) {
    throw new StickerLabError('The file holds no map under way', file, remedy);
  }
  return { ids, x, y, ...progress, kl: progress.kl ?? NaN };
}
