import { createRandom } from '../random/random.ts';
import type { AugmentationConfig } from './runConfig.ts';

/** ImageNet's statistics, as PVT was trained with. */
const mean = [0.485, 0.456, 0.406];
const deviation = [0.229, 0.224, 0.225];

/** A square of the picture, in its pixels, and whether it is mirrored. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly flip: boolean;
}

export const wholePicture = (side: number): Crop => ({ left: 0, top: 0, width: side, height: side, flip: false });

/**
 * A random resized crop: area uniform in [minimumArea, 1], aspect log-uniform in [3/4, 4/3]. The draw belongs to (seed,
 * epoch, sticker), so it depends neither on order nor on what else is in the batch.
 */
export function drawCrop(side: number, config: AugmentationConfig, seed: number, epoch: number, id: string): Crop {
  const random = createRandom(seed, 'crop', epoch, id);
  const area = config.minimumArea + (1 - config.minimumArea) * random.uniform();
  const aspect = config.minimumArea < 1 ? Math.exp((2 * random.uniform() - 1) * Math.log(4 / 3)) : 1;
  const width = Math.min(side, side * Math.sqrt(area * aspect));
  const height = Math.min(side, side * Math.sqrt(area / aspect));
  return { left: random.uniform() * (side - width), top: random.uniform() * (side - height), width, height, flip: random.uniform() < config.flip };
}

/** For each output place, the two source places it lies between and the weight of the second (half-pixel centres). */
function axisSamples(start: number, length: number, from: number, to: number, mirrored: boolean) {
  const low = new Int32Array(to);
  const weight = new Float32Array(to);
  for (let i = 0; i < to; i++) {
    const centre = Math.min(from - 1, Math.max(0, start + ((mirrored ? to - 1 - i : i) + 0.5) * (length / to) - 0.5));
    low[i] = Math.min(Math.floor(centre), Math.max(0, from - 2));
    weight[i] = centre - low[i];
  }
  return { low, weight };
}

/**
 * Resamples a crop bilinearly and normalises it.
 * @param pixels RGB bytes [from, from, 3] @param target float32, filled at `offset` with [3, side, side]
 */
export function fillPicture(target: Float32Array, offset: number, side: number, pixels: Uint8Array, from: number, crop: Crop): void {
  const columns = axisSamples(crop.left, crop.width, from, side, crop.flip);
  const rows = axisSamples(crop.top, crop.height, from, side, false);
  const plane = side * side;
  const right = from > 1 ? 3 : 0;
  const below = from > 1 ? 3 * from : 0;
  for (let y = 0; y < side; y++) {
    const wy = rows.weight[y];
    for (let x = 0; x < side; x++) {
      const wx = columns.weight[x];
      const source = 3 * (rows.low[y] * from + columns.low[x]);
      for (let c = 0; c < 3; c++) {
        const at = source + c;
        const upper = pixels[at] + wx * (pixels[at + right] - pixels[at]);
        const lower = pixels[at + below] + wx * (pixels[at + below + right] - pixels[at + below]);
        target[offset + c * plane + y * side + x] = ((upper + wy * (lower - upper)) / 255 - mean[c]) / deviation[c];
      }
    }
  }
}
