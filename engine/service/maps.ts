import path from 'node:path';
import { mapFile, type MapRecord } from '../train/runRecord.ts';
import { runToEnd } from './cliProcess.ts';
import { readRecord, written } from './evaluations.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import { createSharedJobs } from './sharedJobs.ts';

export function mapRequests(cli: string): Pick<RequestHandlers, 'map/read' | 'map/compute'> {
  const shared = createSharedJobs<MapRecord>();
  return {
    'map/read': ({ run, split, method }) => readRecord<MapRecord>(path.join(run, mapFile(split, method))),
    'map/compute': ({ run, split, method, seed }, signal) =>
      shared(`${run} ${split} ${method} ${seed}`, signal, async (jobSignal) => {
        const file = path.join(run, mapFile(split, method));
        await runToEnd(cli, ['project', run, '--split', split, '--method', method, '--seed', String(seed), '--json'], run, jobSignal);
        return written(await readRecord<MapRecord>(file), file);
      }),
  };
}
