import type { OpenDatasets } from './openDatasets.ts';
import type { PredictionTables } from './predictions.ts';
import type { RequestHandlers } from './requestHandlers.ts';

export function descriptionCheckRequests(_datasets: OpenDatasets, _predictions: PredictionTables): Pick<RequestHandlers, 'descriptions/check' | 'descriptions/statistics'> {
  return {
    'descriptions/check': async () => ({ total: 0, problems: [] }),
    'descriptions/statistics': async () => [],
  };
}
