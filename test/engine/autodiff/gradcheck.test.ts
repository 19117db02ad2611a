import { describe, expect, test } from 'vitest';
import { gradientRules } from '../../../engine/autodiff/gradientRules.ts';
import { gradients } from '../../../engine/autodiff/gradients.ts';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { elementCount } from '../../../engine/graph/value.ts';
import type { OpType } from '../../../engine/graph/opType.ts';
import { createRandom, type Random } from '../../../engine/random/random.ts';
import { createSession, createTensor } from '../../../engine/runtime/session.ts';
import { opSamples, type OpSample, type Samples } from './opSamples.ts';

function draw(random: Random, count: number, { range: [low, high] = [-1, 1], apart }: OpSample): Float32Array {
  return Float32Array.from({ length: count }, () => {
    for (;;) {
      const value = low + (high - low) * random.uniform();
      if (!apart || Math.abs(value) >= 0.2) return value;
    }
  });
}

/** Loss = sum(output * fixed random weights), so that every output element matters and none alike. */
async function buildLoss(sample: OpSample, random: Random, fusedMatMul: boolean) {
  const g = new GraphBuilder({ fusedMatMul });
  const inputs = sample.shapes.map((shape, index) => g.input(`x${index}`, shape));
  const y = sample.build(g, inputs);
  const weights = g.constant(draw(random, elementCount(y.shape), { ...sample, range: [-1, 1], apart: false }), y.shape);
  const loss = g.reduceSum(g.mul(y, weights), y.shape.map((_, axis) => axis), false);
  g.output(loss, 'loss');
  gradients(g, loss, inputs).forEach((gradient, index) => g.output(gradient, `d${index}`));
  return createSession(g.build(sample.title), { device: 'cpu', threads: 1 });
}

/** Worst |analytic - central difference| over all inputs, relative to the largest difference of the same input. */
async function worstError(sample: OpSample, fusedMatMul = true): Promise<number> {
  const random = createRandom('gradcheck', sample.title);
  const session = await buildLoss(sample, random, fusedMatMul);
  const data = sample.shapes.map((shape) => draw(random, elementCount(shape), sample));
  const run = () => session.run(Object.fromEntries(data.map((array, index) => [`x${index}`, createTensor('float32', array, sample.shapes[index])])));
  const analytic = await run();
  const step = 1e-2;
  let worst = 0;
  for (const [index, array] of data.entries()) {
    const gradient = analytic[`d${index}`].data as Float32Array;
    expect(gradient.length).toBe(array.length);
    const numeric: number[] = [];
    for (let i = 0; i < array.length; i++) {
      const kept = array[i];
      const lossAt = async (value: number) => {
        array[i] = value;
        return ((await run())['loss'].data as Float32Array)[0];
      };
      numeric.push(((await lossAt(kept + step)) - (await lossAt(kept - step))) / (2 * step));
      array[i] = kept;
    }
    const largest = Math.max(...numeric.map(Math.abs));
    expect(largest).toBeGreaterThan(0);
    worst = Math.max(worst, ...numeric.map((slope, i) => Math.abs(slope - gradient[i]) / largest));
  }
  await session.release();
  return worst;
}

/** What is left to float32 and to the differences' third order. */
const tolerance = 1e-3;

describe('every op agrees with central differences', () => {
  for (const [op, samples] of Object.entries(opSamples) as [OpType, (typeof opSamples)[OpType]][]) {
    if (samples === 'no gradient') {
      test(`${op} passes no cotangent`, () => expect(gradientRules[op]).toBeNull());
      continue;
    }
    test.each(samples.map((sample) => [sample.title, sample] as const))(`${op}: %s`, async (_, sample) => {
      expect(gradientRules[op]).not.toBeNull();
      expect(await worstError(sample)).toBeLessThan(tolerance);
    });
  }
});

test.each((opSamples.MatMul as Samples).map((sample) => [sample.title, sample] as const))('MatMul as on WebGPU, which transposes by itself: %s', async (_, sample) => {
  expect(await worstError(sample, false)).toBeLessThan(tolerance);
});

test('a target that does not influence the loss is refused', () => {
  const g = new GraphBuilder();
  const [a, b] = [g.input('a', [2]), g.input('b', [2])];
  expect(() => gradients(g, g.reduceSum(a, [0], false), [b])).toThrow('b does not influence the loss');
});
