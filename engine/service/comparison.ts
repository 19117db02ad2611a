import { runsFolder } from '../store/storage.ts';
import type { OpenDatasets } from './openDatasets.ts';
import { readChanges, readComparison } from './readComparison.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import { readRunRows } from './runRows.ts';

type ComparisonRequests = Pick<RequestHandlers, 'runs/table' | 'comparison/read' | 'comparison/changes'>;

export function comparisonRequests(datasets: OpenDatasets): ComparisonRequests {
  return {
    'runs/table': async ({ root }) => ({ rows: await readRunRows(runsFolder(datasets.get(root).storage)) }),
    'comparison/read': ({ root, first, second, split }) => readComparison(datasets.get(root).dataset, first, second, split),
    'comparison/changes': ({ root, from, to }) => readChanges(from, to ?? datasets.get(root).dataset),
  };
}
