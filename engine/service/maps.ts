import path from 'node:path';
import { layoutFile } from '../analyze/layoutFile.ts';
import { mapFile, type MapKey } from '../analyze/mapKey.ts';
import { alignPoints } from '../analyze/procrustes.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { runToEnd } from './cliProcess.ts';
import { mapColumns } from './mapColumns.ts';
import type { MapRequests, MapView } from './mapRequests.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { PredictionTables } from './predictions.ts';
import { written } from './readRecord.ts';
import type { Notify, RequestHandlers } from './requestHandlers.ts';
import { createSharedJobs } from './sharedJobs.ts';
import { createStoredMaps } from './storedMaps.ts';
import { watchLayout } from './watchLayout.ts';

const flags = ({ split, sample, features, method, seed }: MapKey) => ['--split', split, '--sample', sample, '--features', features, '--method', method, '--seed', String(seed)];

function onlyFaults(error: unknown): null {
  if (error instanceof StickerLabError) return null;
  throw error;
}

export function mapRequests(datasets: OpenDatasets, predictions: PredictionTables, cli: string, notify: Notify): Pick<RequestHandlers, keyof MapRequests> {
  const shared = createSharedJobs<MapView>();
  const storedMap = createStoredMaps();
  /** The ids of maps under way, by file: their points are coloured before they have settled. */
  const moving = new Map<string, readonly string[]>();

  async function compute(run: string, map: MapKey, signal: AbortSignal): Promise<MapView> {
    const file = path.join(run, mapFile(map));
    const watch = await watchLayout(layoutFile(run, map), ({ activity, layout }) => {
      if (layout) moving.set(file, layout.ids);
      const { iteration, iterations, kl } = layout ?? { iteration: 0, iterations: 0, kl: NaN };
      notify('map/didProgress', { run, map, activity, iteration, iterations, kl: Number.isNaN(kl) ? null : kl, layout: layout && { ids: layout.ids, x: layout.x, y: layout.y } });
    });
    try {
      await runToEnd(cli, ['project', run, ...flags(map), '--json'], run, signal, watch.activity);
      const done = await written(await storedMap(run, map), file);
      const iterations = done.parameters['iterations'] ?? 0;
      notify('map/didProgress', { run, map, activity: '', iteration: iterations, iterations, kl: done.kl, layout: { ids: done.ids, x: done.x, y: done.y } });
      return done;
    } finally {
      watch.end();
      moving.delete(file);
    }
  }

  async function idsOf(run: string, map: MapKey): Promise<readonly string[]> {
    const file = path.join(run, mapFile(map));
    const ids = moving.get(file) ?? (await storedMap(run, map))?.ids;
    if (!ids) throw new StickerLabError('This map has not been computed', file, 'Compute it first.');
    return ids;
  }

  return {
    async 'map/read'({ run, map, alignTo }) {
      // A damaged map of the other run is told of where it is shown itself.
      const [stored, reference] = await Promise.all([storedMap(run, map), alignTo === null ? null : storedMap(alignTo, map).catch(onlyFaults)]);
      return stored && reference ? { ...stored, ...alignPoints(stored, reference) } : stored;
    },
    'map/compute': ({ run, map }, signal) => shared(path.join(run, mapFile(map)), signal, (jobSignal) => compute(run, map, jobSignal)),
    async 'map/columns'({ root, run, map, other }) {
      const opened = datasets.get(root);
      return mapColumns(await idsOf(run, map), opened, await predictions.of(opened, run), other === null ? null : await predictions.of(opened, other));
    },
  };
}
