import { stat } from 'node:fs/promises';
import path from 'node:path';
import { mapFile, type MapKey } from '../analyze/mapKey.ts';
import { readStoredMap, type StoredMap } from '../analyze/storedMap.ts';
import { isCurrent } from './isCurrent.ts';
import type { MapView } from './mapRequests.ts';

const mostMaps = 4;

/** Reads runs' maps; keeps the latest, and reads one again when its file changed. Null where there is none, or the best weights have changed since. */
export function createStoredMaps(): (run: string, key: MapKey) => Promise<MapView | null> {
  const kept = new Map<string, { readonly version: string; readonly map: MapView; readonly step: number | undefined }>();
  return async (run, key) => {
    const file = path.join(run, mapFile(key));
    const version = await stat(file).then(({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`, () => '');
    const known = kept.get(file);
    kept.delete(file);
    const stored = known?.version === version ? null : await readStoredMap(run, key);
    const entry = known?.version === version ? known : stored && { version, map: toView(stored), step: stored.step };
    if (!entry) return null;
    kept.set(file, entry);
    if (kept.size > mostMaps) kept.delete(kept.keys().next().value!);
    return (await isCurrent(run, 'best', entry.step)) ? entry.map : null;
  };
}

const toView = ({ split, sample, features, method, seed, ids, x, y, kl, seconds, parameters }: StoredMap): MapView =>
  ({ split, sample, features, method, seed, ids, x: new Float32Array(x), y: new Float32Array(y), kl, seconds, parameters });
