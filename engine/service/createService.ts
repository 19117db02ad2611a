import { createBatches } from './batches.ts';
import { comparisonRequests } from './comparison.ts';
import { datasetRequests } from './datasets.ts';
import { createDescriber } from './describer.ts';
import { descriptionCheckRequests } from './descriptionChecks.ts';
import { descriptionRequests } from './descriptions.ts';
import { descriptionTableRequests } from './descriptionTables.ts';
import { evaluationRequests } from './evaluations.ts';
import { createExplaining } from './explain.ts';
import { findReplaceRequests } from './findReplace.ts';
import { galleryRequests } from './gallery.ts';
import { mapRequests } from './maps.ts';
import { createOpenDatasets } from './openDatasets.ts';
import { createPredictionTables } from './predictions.ts';
import { promptRequests } from './prompts.ts';
import { createRegenerations } from './regenerate.ts';
import { reportRequests } from './report.ts';
import type { Notify, RequestHandlers } from './requestHandlers.ts';
import { runRequests } from './runs.ts';
import { stickerRequests } from './stickers.ts';
import { thumbnailRequests } from './thumbnails.ts';
import { transferRequests } from './transferDescriptions.ts';
import { verdictRequests } from './verdicts.ts';
import { weightsRequests } from './weights.ts';

export interface Service {
  readonly handlers: RequestHandlers;
  dispose(): void;
}

/** `cli`: the command line's file, started for runs. */
export function createService(cli: string, notify: Notify): Service {
  const { describer, handlers: describerHandlers, dispose: disposeDescriber } = createDescriber(notify);
  const datasets = createOpenDatasets(describer, notify);
  const predictions = createPredictionTables();
  const regenerations = createRegenerations(datasets, describer, notify);
  const explaining = createExplaining(datasets, cli, notify);
  const evaluations = evaluationRequests(datasets, cli);
  const batches = createBatches(datasets, predictions, describer, notify);
  return {
    handlers: {
      ...datasetRequests(datasets, notify),
      ...galleryRequests(datasets, predictions),
      ...thumbnailRequests(datasets, notify),
      ...stickerRequests(datasets, predictions),
      ...runRequests(datasets, cli),
      ...mapRequests(datasets, predictions, cli, notify),
      ...explaining.handlers,
      ...comparisonRequests(datasets),
      ...evaluations,
      ...reportRequests(datasets, evaluations),
      ...weightsRequests(),
      ...verdictRequests(datasets, describer),
      ...describerHandlers,
      ...promptRequests(datasets, describer),
      ...descriptionRequests(datasets, describer, regenerations),
      ...descriptionTableRequests(datasets, predictions),
      ...regenerations.handlers,
      ...findReplaceRequests(datasets, predictions, describer),
      ...descriptionCheckRequests(datasets, predictions),
      ...transferRequests(datasets, describer),
      ...batches.handlers,
    },
    dispose() {
      explaining.dispose();
      batches.dispose();
      datasets.closeAll();
      disposeDescriber();
    },
  };
}
