/** Milliseconds a picture of 512 x 512 takes from its decoded bytes to the model's numbers: random crop, flip, RandAugment, normalisation. */
import { createRandom } from '../../engine/random/random.ts';
import { augment, drawAugmentation } from '../../engine/train/augmentation.ts';
import { normalizePixels } from '../../engine/train/normalize.ts';

const draws = 300;
const whole = (side: number) => {
  const random = createRandom('benchmark', side);
  return { width: side, height: side, pixels: Uint8Array.from({ length: side * side * 3 }, () => random.integer(256)) };
};

function measure(imageSize: number, randAugment: number): string {
  const picture = whole(Math.min(512, 2 * imageSize));
  const target = new Float32Array(3 * imageSize ** 2);
  const make = (id: string) => {
    const drawn = drawAugmentation(picture, { minimumArea: 0.08, flip: 0.5, randAugment, repeats: 1, evaluationCrop: 1 }, 1, 1, id, 0);
    normalizePixels(target, 0, augment(picture, drawn, imageSize).pixels);
  };
  for (let i = 0; i < draws / 3; i++) make(`warm-up ${i}`);
  const start = performance.now();
  for (let i = 0; i < draws; i++) make(String(i));
  return ((performance.now() - start) / draws).toFixed(2);
}

console.table([96, 224, 448].map((imageSize) => ({ imageSize, 'crop and flip ms': measure(imageSize, 0), 'with RandAugment ms': measure(imageSize, 9) })));
