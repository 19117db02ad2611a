import { expect, test } from 'vitest';
import { drawNoise, noiseShapes } from '../../../engine/train/noise.ts';
import { microTraining } from '../../support/microModel.ts';

const training = { ...microTraining, dropPath: 0.4, model: { ...microTraining.model, fusionDropout: 0.25 } };
const branches = 10;

test('a row\'s noise is its own, whatever else is in the batch and in whatever order', () => {
  const both = drawNoise(training, ['1 0 a', '1 0 b']);
  const swapped = drawNoise(training, ['1 0 b', '1 0 a']);
  const rows = (data: Float32Array) => [data.slice(0, data.length / 2), data.slice(data.length / 2)];
  expect(rows(both['dropoutHidden'])).toEqual(rows(swapped['dropoutHidden']).toReversed());
  const columns = (data: Float32Array) => [data.filter((_, i) => i % 2 === 0), data.filter((_, i) => i % 2 === 1)];
  expect(columns(both['dropPath'])).toEqual(columns(swapped['dropPath']).toReversed());
  expect(both['dropoutHidden']).not.toEqual(drawNoise(training, ['2 0 a', '1 1 b'])['dropoutHidden']);
});

test('what is kept is scaled up by how often it is, and drop path rises over the blocks', () => {
  const draws = Array.from({ length: 4000 }, (_, row) => `1 0 sticker ${row}`);
  const { dropPath, dropoutHidden } = drawNoise(training, draws);
  expect(noiseShapes(training, 4000)['dropPath']).toEqual([branches, 4000]);
  const dropped = (data: Float32Array) => data.filter((factor) => factor === 0).length / data.length;
  for (let branch = 0; branch < branches; branch++) {
    const rate = (0.4 * Math.floor(branch / 2)) / (branches / 2 - 1);
    const row = dropPath.subarray(branch * 4000, (branch + 1) * 4000);
    expect(dropped(row)).toBeCloseTo(rate, 1);
    expect(Math.max(...row)).toBeCloseTo(1 / (1 - rate), 5);
  }
  expect(dropped(dropoutHidden)).toBeCloseTo(0.25, 2);
  expect(Math.max(...dropoutHidden.subarray(0, 1000))).toBeCloseTo(4 / 3, 5);
});

test('a training without noise has no inputs for it', () => expect(drawNoise({ ...training, dropPath: 0, model: { ...training.model, fusionDropout: 0 } }, ['a'])).toEqual({}));
