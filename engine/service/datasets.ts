import { datasetView } from './datasetView.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { RequestHandlers } from './requestHandlers.ts';

export function datasetRequests(datasets: OpenDatasets): Pick<RequestHandlers, 'dataset/open' | 'dataset/close'> {
  return {
    'dataset/open': async ({ root, fallbackStorage }, signal) => datasetView(await datasets.open(root, fallbackStorage, signal)),
    async 'dataset/close'({ root }) {
      datasets.close(root);
      return null;
    },
  };
}
