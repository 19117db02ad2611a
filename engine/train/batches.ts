import type { FeatureTable } from '../text/featureCache.ts';
import { augment, drawAugmentation } from './augmentation.ts';
import type { TrainingExample } from './epochOrder.ts';
import type { Example } from './examples.ts';
import { normalizePixels } from './normalize.ts';
import { trainingView, type PictureSource } from './pictureSource.ts';
import { targetRows } from './targets.ts';
import type { TrainingConfig } from './runConfig.ts';

/** What one step or prediction reads: float32 [batch, 3, side, side], [batch, 4, textWidth] and [batch, classes]. */
export interface Batch {
  readonly picture: Float32Array;
  readonly text: Float32Array;
  readonly target: Float32Array;
}

export interface TrainingBatch extends Batch {
  /** What a row's random draws belong to: its epoch, sticker and copy, so that they depend on nothing else in the batch. */
  readonly draws: readonly string[];
}

export interface BatchSources {
  readonly pictures: PictureSource;
  readonly features: FeatureTable;
  readonly training: TrainingConfig;
  /** What an example of each class counts for in training. */
  readonly classWeights: readonly number[];
}

function emptyBatch(size: number, { imageSize, textWidth, classes }: TrainingConfig['model']): Batch {
  return { picture: new Float32Array(size * 3 * imageSize ** 2), text: new Float32Array(size * 4 * textWidth), target: new Float32Array(size * classes) };
}

function fillTexts({ text }: Batch, examples: readonly Example[], { features, training }: BatchSources): void {
  examples.forEach(({ texts }, row) => texts.forEach((view, index) => text.set(features.feature(view), (row * 4 + index) * training.model.textWidth)));
}

/** Augmented; every copy's draw belongs to (seed, epoch, sticker, copy). */
export async function trainingBatch(examples: readonly TrainingExample[], sources: BatchSources, epoch: number): Promise<TrainingBatch> {
  const { augmentation, seed, model } = sources.training;
  const batch = emptyBatch(examples.length, model);
  await Promise.all(examples.map(async ({ id, copy }, row) => {
    const picture = await sources.pictures.read(id, trainingView(augmentation));
    const { pixels } = augment(picture, drawAugmentation(picture, augmentation, seed, epoch, id, copy), model.imageSize);
    normalizePixels(batch.picture, row * pixels.length, pixels);
  }));
  fillTexts(batch, examples, sources);
  const target = targetRows(examples.map(({ label }) => label), sources.training.labelSmoothing, sources.classWeights);
  return { ...batch, target, draws: examples.map(({ id, copy }) => `${epoch} ${copy} ${id}`) };
}

/** Unaltered pictures and no targets; rows beyond the examples stay zero so that the batch has the graph's size. */
export async function predictionBatch(examples: readonly Example[], size: number, sources: BatchSources): Promise<Batch> {
  const batch = emptyBatch(size, sources.training.model);
  await Promise.all(examples.map(async ({ id }, row) => {
    const { pixels } = await sources.pictures.read(id, 'centre');
    normalizePixels(batch.picture, row * pixels.length, pixels);
  }));
  fillTexts(batch, examples, sources);
  return batch;
}
