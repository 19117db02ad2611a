import { datasetRequests } from './datasets.ts';
import { evaluationRequests } from './evaluations.ts';
import { galleryRequests } from './gallery.ts';
import { mapRequests } from './maps.ts';
import { createOpenDatasets } from './openDatasets.ts';
import { createPredictionTables } from './predictions.ts';
import type { Notify, RequestHandlers } from './requestHandlers.ts';
import { runRequests } from './runs.ts';
import { stickerRequests } from './stickers.ts';
import { thumbnailRequests } from './thumbnails.ts';
import { weightsRequests } from './weights.ts';

export interface Service {
  readonly handlers: RequestHandlers;
  dispose(): void;
}

/** `cli`: the command line's file, started for runs. */
export function createService(cli: string, notify: Notify): Service {
  const datasets = createOpenDatasets(notify);
  const predictions = createPredictionTables();
  return {
    handlers: {
      ...datasetRequests(datasets, notify),
      ...galleryRequests(datasets, predictions),
      ...thumbnailRequests(datasets, notify),
      ...stickerRequests(datasets, predictions),
      ...runRequests(datasets, cli),
      ...evaluationRequests(cli),
      ...mapRequests(cli),
      ...weightsRequests(),
    },
    dispose: () => datasets.closeAll(),
  };
}
