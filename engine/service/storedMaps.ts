import { stat } from 'node:fs/promises';
import path from 'node:path';
import { mapFile, type MapKey } from '../analyze/mapKey.ts';
import { readStoredMap, type StoredMap } from '../analyze/storedMap.ts';
import type { MapView } from './mapRequests.ts';

const mostMaps = 4;

/** Reads runs' maps; keeps the latest, and reads one again when its file changed. Null where there is none. */
export function createStoredMaps(): (run: string, key: MapKey) => Promise<MapView | null> {
  const kept = new Map<string, { readonly version: string; readonly map: MapView }>();
  return async (run, key) => {
    const file = path.join(run, mapFile(key));
    const version = await stat(file).then(({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`, () => '');
    const known = kept.get(file);
    kept.delete(file);
    const stored = known?.version === version ? null : await readStoredMap(run, key);
    const map = known?.version === version ? known.map : stored && toView(stored);
    if (map) kept.set(file, { version, map });
    if (kept.size > mostMaps) kept.delete(kept.keys().next().value!);
    return map;
  };
}

const toView = ({ split, sample, features, method, seed, ids, x, y, kl, seconds, parameters }: StoredMap): MapView =>
  ({ split, sample, features, method, seed, ids, x: new Float32Array(x), y: new Float32Array(y), kl, seconds, parameters });
