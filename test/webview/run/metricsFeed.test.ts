import { expect, test, vi } from 'vitest';
import type { MetricsEntry } from '../../../extension/protocol/engine.ts';
import type { Host } from '../../../webview/host/host.ts';
import { MetricsFeed } from '../../../webview/run/metricsFeed.ts';

const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });
const step = (number: number): MetricsEntry => ({ kind: 'step', epoch: 1, step: number, learningRate: 1, loss: 1, crossEntropy: 1, contrastive: 0, mlce: 0 });

test('reads from where it left off, and once more for pulls that came meanwhile', async () => {
  const asked: number[] = [];
  const lengths: number[] = [];
  let written = 2;
  const engine = (async (_method: string, { from }: { from: number }) => {
    asked.push(from);
    await settled();
    return { entries: Array.from({ length: written - from }, (_, k) => step(from + k + 1)), next: written };
  }) as Host['engine'];
  const feed = new MetricsFeed({ host: { engine }, run: 'r', onSeries: ({ steps }) => { lengths.push(steps.length); }, onFailure: (reason) => { throw reason; } });
  feed.pull();
  await vi.waitFor(() => { expect(asked).toEqual([0, 2]); });
  written = 4;
  feed.pull();
  feed.pull();
  await vi.waitFor(() => { expect(asked.slice(2)).toEqual([2, 4]); });
  await vi.waitFor(() => { expect(lengths.at(-1)).toBe(4); });
});

test('of a long file, which comes in parts, one pull reads all', async () => {
  const asked: number[] = [];
  const lengths: number[] = [];
  const engine = (async (_method: string, { from }: { from: number }) => {
    asked.push(from);
    await settled();
    const next = Math.min(6, from + 2);
    return { entries: Array.from({ length: next - from }, (_, k) => step(from + k + 1)), next };
  }) as Host['engine'];
  const feed = new MetricsFeed({ host: { engine }, run: 'r', onSeries: ({ steps }) => { lengths.push(steps.length); }, onFailure: (reason) => { throw reason; } });
  feed.pull();
  await vi.waitFor(() => { expect(lengths.at(-1)).toBe(6); });
  for (let k = 0; k < 5; k++) await settled();
  expect(asked).toEqual([0, 2, 4, 6]);
});

test('a failure is told and the next pull tries the same place again', async () => {
  const asked: number[] = [];
  const failures: unknown[] = [];
  const engine = (async (_method: string, { from }: { from: number }) => {
    asked.push(from);
    throw new Error('gone');
  }) as Host['engine'];
  const feed = new MetricsFeed({ host: { engine }, run: 'r', onSeries: () => {}, onFailure: (reason) => { failures.push(reason); } });
  feed.pull();
  await settled();
  feed.pull();
  await settled();
  expect(asked).toEqual([0, 0]);
  expect(failures.length).toBe(2);
});
