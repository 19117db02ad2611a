import { expect, test } from 'vitest';
import { bootstrapAccuracy, bootstrapResamples, bootstrapScores, drawStickers } from '../../../engine/evaluate/bootstrap.ts';
import { scorePredictions } from '../../../engine/evaluate/scores.ts';
import { createRandom } from '../../../engine/random/random.ts';
import { reference } from './reference.ts';

const confusionOf = ({ labels, predictions, classes }: { labels: readonly number[]; predictions: readonly number[]; classes: number }) =>
  scorePredictions(labels, predictions, Array.from({ length: classes }, (_, index) => `${index}`), 'test').confusion;

test.each(reference.bootstraps.map((one) => [one.name, one] as const))('%s: of the same resamples, the intervals are scikit-learn\'s and NumPy\'s', async (_, one) => {
  let resample = 0;
  const found = await bootstrapScores(confusionOf(one), one.indices.length, (counts) => {
    counts.fill(0);
    for (const row of one.indices[resample]) counts[one.labels[row] * one.classes + one.predictions[row]]++;
    resample++;
  });
  const expectEnds = ({ low, high }: { low: number; high: number }, ends: readonly [number, number]) => {
    expect(low).toBeCloseTo(ends[0], 12);
    expect(high).toBeCloseTo(ends[1], 12);
  };
  for (const key of ['accuracy', 'weightedF1', 'macroF1'] as const) expectEnds(found[key], one[key]);
  one.perClass.forEach((wanted, label) => {
    if (!wanted) return expect(found.perClass[label]).toBeNull();
    (['precision', 'recall', 'f1'] as const).forEach((key, place) => expectEnds(found.perClass[label]![key], wanted[place]));
  });
});

test('our own draws give SciPy\'s intervals but for chance, and the same ones again for a seed', async () => {
  for (const one of reference.drawn) {
    const confusion = confusionOf(one);
    const draw = () => bootstrapScores(confusion, bootstrapResamples, drawStickers(confusion, createRandom(5, 'bootstrap')));
    const found = await draw();
    expect(await draw()).toEqual(found);
    const accuracy = bootstrapAccuracy(one.labels.filter((label, row) => label === one.predictions[row]).length, one.labels.length, bootstrapResamples, createRandom(5, 'accuracy'));
    // A 2.5 % point of 1,000 resamples strays by about a tenth of the interval's half width, which is 2 standard deviations; both sides stray.
    const expectNear = ({ low, high }: { low: number; high: number }, [from, to]: readonly [number, number]) => {
      expect(Math.abs(low - from)).toBeLessThan(0.15 * (to - from));
      expect(Math.abs(high - to)).toBeLessThan(0.15 * (to - from));
    };
    for (const key of ['accuracy', 'weightedF1', 'macroF1'] as const) expectNear(found[key], one[key]);
    expectNear(accuracy, one.accuracy);
  }
});

test('a resample has as many stickers as there are, and each cell as many on average as it has', () => {
  const confusion = [[50, 3, 0], [10, 200, 7], [0, 0, 1]];
  const resample = drawStickers(confusion, createRandom(1, 'mean'));
  const sums = Array.from({ length: 9 }, () => 0);
  const squares = Array.from({ length: 9 }, () => 0);
  const counts = new Int32Array(9);
  const times = 20_000;
  for (let i = 0; i < times; i++) {
    resample(counts);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(271);
    counts.forEach((count, cell) => {
      sums[cell] += count;
      squares[cell] += count ** 2;
    });
  }
  confusion.flat().forEach((count, cell) => {
    const variance = count * (1 - count / 271);
    expect(Math.abs(sums[cell] / times - count)).toBeLessThanOrEqual(5 * Math.sqrt(variance / times));
    expect(Math.abs(squares[cell] / times - (sums[cell] / times) ** 2 - variance)).toBeLessThanOrEqual(0.08 * variance);
  });
});

test('stops when nobody waits any more', async () => {
  const confusion = [[5, 1], [1, 5]];
  await expect(bootstrapScores(confusion, bootstrapResamples, drawStickers(confusion, createRandom(1)), AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});
