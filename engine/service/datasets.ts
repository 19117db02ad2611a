import { checkPictures } from './checkPictures.ts';
import { datasetView } from './datasetView.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { Notify, RequestHandlers } from './requestHandlers.ts';

export function datasetRequests(datasets: OpenDatasets, notify: Notify): Pick<RequestHandlers, 'dataset/open' | 'dataset/close'> {
  return {
    async 'dataset/open'({ root, fallbackStorage }, signal) {
      const opened = await datasets.open(root, fallbackStorage, signal);
      void checkPictures(opened, notify);
      return datasetView(opened);
    },
    async 'dataset/close'({ root }) {
      datasets.close(root);
      return null;
    },
  };
}
