import type { Dataset } from '../dataset/dataset.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { RunConfig } from './runConfig.ts';

/** @throws StickerLabError where the dataset has other classes than the run learned. */
export function requireSameClasses({ dataset: { classes } }: RunConfig, dataset: Pick<Dataset, 'root' | 'classes'>): void {
  if (JSON.stringify(dataset.classes) === JSON.stringify(classes)) return;
  throw new StickerLabError(`The dataset's classes are no longer those the run learned: ${classes.join(', ')}`, dataset.root, 'Bring the labels back to those classes, or train again.');
}
