import { expect, test } from 'vitest';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { adamW, momentCorrection } from '../../../engine/optim/adamw.ts';
import { learningRateAt } from '../../../engine/optim/learningRate.ts';
import { createSession, createTensor } from '../../../engine/runtime/session.ts';

test.each([{ shape: [2, 1], decays: true }, { shape: [2], decays: false }])('ten steps equal AdamW written out ($shape, weight decay $decays)', async ({ shape, decays }) => {
  const config = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.05 };
  const g = new GraphBuilder();
  const [parameter, first, second, gradient] = ['p', 'm', 'v', 'g'].map((name) => g.input(name, shape)) as [never, never, never, never];
  const [learningRate, correction1, correction2] = ['lr', 'c1', 'c2'].map((name) => g.input(name, [])) as [never, never, never];
  const next = adamW(g, { parameter, first, second }, gradient, { learningRate, correction1, correction2 }, config);
  g.output(next.parameter, 'p2');
  g.output(next.first, 'm2');
  g.output(next.second, 'v2');
  const session = await createSession(g.build('adamw'), { device: 'cpu', threads: 1 });
  const tensor = (values: number[], dims: number[] = shape) => createTensor('float32', Float32Array.from(values), dims);
  let graph = { p: [0.5, -1], m: [0, 0], v: [0, 0] };
  const plain = { p: [0.5, -1], m: [0, 0], v: [0, 0] };
  for (let t = 1; t <= 10; t++) {
    const slope = [Math.sin(t), t / 5];
    const lr = 0.01 * t;
    const out = await session.run({
      p: tensor(graph.p), m: tensor(graph.m), v: tensor(graph.v), g: tensor(slope),
      lr: tensor([lr], []), c1: tensor([momentCorrection(0.9, t)], []), c2: tensor([momentCorrection(0.999, t)], []),
    });
    graph = { p: Array.from(out['p2'].data as Float32Array), m: Array.from(out['m2'].data as Float32Array), v: Array.from(out['v2'].data as Float32Array) };
    for (const i of [0, 1]) {
      plain.m[i] = 0.9 * plain.m[i] + 0.1 * slope[i];
      plain.v[i] = 0.999 * plain.v[i] + 0.001 * slope[i] ** 2;
      const step = plain.m[i] / (1 - 0.9 ** t) / (Math.sqrt(plain.v[i] / (1 - 0.999 ** t)) + 1e-8);
      plain.p[i] = plain.p[i] - lr * (step + (decays ? 0.05 * plain.p[i] : 0));
    }
  }
  graph.p.forEach((value, i) => expect(value).toBeCloseTo(plain.p[i], 5));
});

test('the learning rate climbs in a line and falls as half a cosine', () => {
  const schedule = { peak: 1, floor: 0.1, warmupSteps: 10, steps: 110 };
  expect(learningRateAt(5, schedule)).toBeCloseTo(0.55);
  expect(learningRateAt(10, schedule)).toBeCloseTo(1);
  expect(learningRateAt(60, schedule)).toBeCloseTo(0.55);
  expect(learningRateAt(110, schedule)).toBeCloseTo(0.1);
});
