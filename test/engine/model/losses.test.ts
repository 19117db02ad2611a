import { expect, test } from 'vitest';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { alignmentLoss, crossEntropy } from '../../../engine/model/losses.ts';
import { randomArray, runGraph } from '../../support/runGraph.ts';

const config = { temperature: 0.07, mlceTemperature: 1, mlceWeight: 30, mlceReduction: 'mean', alignmentWeight: 0.5 } as const;
const rowsOf = (data: Float32Array, width: number) => Array.from({ length: data.length / width }, (_, i) => Array.from(data.subarray(i * width, (i + 1) * width)));
const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const unit = (row: number[]) => row.map((x) => x / Math.sqrt(dot(row, row)));
const softmax = (row: number[]) => {
  const e = row.map((x) => Math.exp(x - Math.max(...row)));
  return e.map((x) => x / e.reduce((a, b) => a + b, 0));
};

test('alignment terms equal equations 4 and 5 written out', async () => {
  const [batch, width] = [5, 8];
  const data = { v: randomArray([batch, width], 'v'), t: randomArray([batch, width], 't') };
  const g = new GraphBuilder();
  const { contrastive, mlce } = alignmentLoss(g, g.input('v', [batch, width]), g.input('t', [batch, width]), config);
  const { mlce: summed } = alignmentLoss(g, g.inputs[0], g.inputs[1], { ...config, mlceReduction: 'sum' });
  const result = await runGraph(g, { contrastive, mlce, summed }, data);
  const [v, t] = [rowsOf(data.v, width).map(unit), rowsOf(data.t, width).map(unit)];
  const ce = (a: number[][], b: number[][]) => a.reduce((sum, row, i) => sum - Math.log(softmax(b.map((other) => dot(row, other) / 0.07))[i]), 0) / batch;
  const similarity = (rows: number[][]) => rows.map((row) => softmax(rows.map((other) => 0.5 * (1 + dot(row, other)))));
  const [wt, wv] = [similarity(t), similarity(v)];
  const kl = wt.reduce((sum, row, i) => sum + row.reduce((s, p, j) => s + p * Math.log(p / wv[i][j]), 0), 0) / batch;
  expect(result['contrastive'][0]).toBeCloseTo((ce(v, t) + ce(t, v)) / 2, 4);
  expect(result['mlce'][0]).toBeCloseTo(kl, 5);
  expect(result['summed'][0]).toBeCloseTo(batch * kl, 5);
});

test('cross entropy of smoothed targets, and of logits too large for a plain exponential', async () => {
  const g = new GraphBuilder();
  const loss = crossEntropy(g, g.input('x', [2, 3]), g.input('y', [2, 3]));
  const { value } = await runGraph(g, { value: loss }, { x: Float32Array.from([1, 2, 3, 500, 0, -500]), y: Float32Array.from([0.1, 0.1, 0.8, 0, 1, 0]) });
  const first = softmax([1, 2, 3]);
  const expected = (-(0.1 * Math.log(first[0]) + 0.1 * Math.log(first[1]) + 0.8 * Math.log(first[2])) + 500) / 2;
  expect(value[0]).toBeCloseTo(expected, 3);
});
