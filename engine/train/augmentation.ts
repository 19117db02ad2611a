import { cropResized, mirror, type Box } from '../images/crop.ts';
import type { RgbPicture } from '../images/rgbPicture.ts';
import { createRandom, type Random } from '../random/random.ts';
import { applyOperations, drawOperations, type DrawnOperation } from './randAugment.ts';
import type { AugmentationConfig } from './runConfig.ts';

/** Widths over heights that a random crop may have. */
const aspects = [3 / 4, 4 / 3] as const;

export interface Augmentation {
  /** Null: the picture as it is. */
  readonly box: Box | null;
  readonly flip: boolean;
  readonly operations: readonly DrawnOperation[];
}

/** torchvision's RandomResizedCrop: ten tries of an area uniform in [minimumArea, 1] and an aspect log-uniform in [3/4, 4/3], then the largest centre crop of such an aspect. */
export function drawBox(random: Random, width: number, height: number, minimumArea: number): Box {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = (minimumArea + (1 - minimumArea) * random.uniform()) * width * height;
    const aspect = Math.exp((2 * random.uniform() - 1) * Math.log(aspects[1]));
    const box = { width: Math.max(1, Math.round(Math.sqrt(area * aspect))), height: Math.max(1, Math.round(Math.sqrt(area / aspect))) };
    if (box.width <= width && box.height <= height) return { left: random.integer(width - box.width + 1), top: random.integer(height - box.height + 1), ...box };
  }
  const box = { width: Math.min(width, Math.round(height * aspects[1])), height: Math.min(height, Math.round(width / aspects[0])) };
  return { left: Math.floor((width - box.width) / 2), top: Math.floor((height - box.height) / 2), ...box };
}

/** What happens to one copy of a picture in one epoch: the draw belongs to (seed, epoch, sticker, copy), so it depends neither on order nor on what else is in the batch. */
export function drawAugmentation({ width, height }: RgbPicture, config: AugmentationConfig, seed: number, epoch: number, id: string, copy: number): Augmentation {
  const random = createRandom(seed, 'augmentation', epoch, id, copy);
  return {
    box: config.minimumArea < 1 ? drawBox(random, width, height, config.minimumArea) : null,
    flip: random.uniform() < config.flip,
    operations: config.randAugment > 0 ? drawOperations(random, config.randAugment) : [],
  };
}

/** Crop to side x side, flip, then RandAugment's operations. */
export function augment(picture: RgbPicture, { box, flip, operations }: Augmentation, side: number): RgbPicture {
  const cropped = box ? cropResized(picture, box, side) : picture;
  return applyOperations(flip ? mirror(cropped) : cropped, operations);
}
