import type { Dataset } from '../dataset/dataset.ts';
import { readDescribedDataset } from './readDescribedDataset.ts';
import { datasetAroundRun, storageOfRun } from './storage.ts';

/**
 * Reads the dataset a run belongs to, as it is now: the one it lies in, so that a dataset can be moved, renamed or copied with its runs; of a run that
 * lies elsewhere, the folder that it was trained on.
 * @throws StickerLabError where there is no dataset.
 */
export async function readDatasetOfRun(run: string, trainedOn: string, signal: AbortSignal): Promise<Dataset> {
  const root = datasetAroundRun(run) ?? trainedOn;
  return readDescribedDataset(root, { signal, storage: storageOfRun(run, root) });
}
