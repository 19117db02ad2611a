import { createHash } from 'node:crypto';
import { views, type Split, type Sticker } from '../dataset/sticker.ts';
import type { FeatureTable } from '../text/featureCache.ts';
import type { TrainingConfig } from './runConfig.ts';
import { drawCrop, fillPicture, wholePicture, type Crop } from './augmentation.ts';
import type { PictureSource } from './pictureSource.ts';

/** A sticker that can be trained on: it has a label and a picture. */
export interface Example {
  readonly id: string;
  readonly label: number;
  /** The texts of the four views, the sticker's own text standing in for a missing one. */
  readonly texts: readonly [string, string, string, string];
}

export const isDescribed = (sticker: Sticker) => views.every((view) => sticker.descriptions[view]);

export function toExample(sticker: Sticker, label: number): Example {
  const texts = views.map((view) => sticker.descriptions[view] || sticker.text) as [string, string, string, string];
  return { id: sticker.id, label, texts };
}

/** What one step or prediction reads: float32 [batch, 3, side, side], [batch, 4, textWidth] and [batch, classes]. */
export interface Batch {
  readonly picture: Float32Array;
  readonly text: Float32Array;
  readonly target: Float32Array;
}

export interface BatchSources {
  readonly pictures: PictureSource;
  readonly features: FeatureTable;
  readonly training: TrainingConfig;
}

async function fillBatch(examples: readonly Example[], size: number, { pictures, features, training }: BatchSources, cropOf: (example: Example) => Crop): Promise<Batch> {
  const { imageSize, textWidth, classes } = training.model;
  const batch: Batch = {
    picture: new Float32Array(size * 3 * imageSize ** 2), text: new Float32Array(size * 4 * textWidth), target: new Float32Array(size * classes),
  };
  const pixels = await Promise.all(examples.map(({ id }) => pictures.read(id)));
  examples.forEach((example, row) => {
    fillPicture(batch.picture, row * 3 * imageSize ** 2, imageSize, pixels[row], pictures.side, cropOf(example));
    example.texts.forEach((text, view) => batch.text.set(features.feature(text), (row * 4 + view) * textWidth));
    const off = training.labelSmoothing / classes;
    for (let c = 0; c < classes; c++) batch.target[row * classes + c] = off + (c === example.label ? 1 - training.labelSmoothing : 0);
  });
  return batch;
}

/** Augmented for training; every example's draw belongs to (seed, epoch, sticker). */
export const trainingBatch = (examples: readonly Example[], sources: BatchSources, epoch: number) =>
  fillBatch(examples, examples.length, sources, ({ id }) => drawCrop(sources.pictures.side, sources.training.augmentation, sources.training.seed, epoch, id));

/** Unaltered pictures; rows beyond the examples stay zero so that the batch has the graph's size. */
export const predictionBatch = (examples: readonly Example[], size: number, sources: BatchSources) =>
  fillBatch(examples, size, sources, () => wholePicture(sources.pictures.side));

/** Tells one choice of stickers from another: a picture that cannot be read any more changes every batch after it. */
export const digestExamples = (examples: ExampleSplits) => createHash('sha256').update(JSON.stringify([examples.train, examples.validation, examples.test].map((split) => split.map(({ id }) => id)))).digest('hex');

export type ExampleSplits = Readonly<Record<Split, readonly Example[]>>;
