/**
 * The confusion matrix and the details of 6,148 predictions (SER30K's test split) and of 21,517 (its train split), and the longest time in which the
 * service could not answer: as it passed, and as the thread computed, which other programs do not lengthen.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Sticker } from '../../engine/dataset/sticker.ts';
import { ser30kClasses } from '../../engine/dataset/ser30kLabels.ts';
import { scorePredictions } from '../../engine/evaluate/scores.ts';
import { createRandom } from '../../engine/random/random.ts';
import { detailEvaluation } from '../../engine/service/detailEvaluation.ts';
import { readPredictedSplit } from '../../engine/service/readEvaluation.ts';
import { writeEvaluation } from '../../engine/train/runFolder.ts';
import { createDescriptionTable } from '../../engine/store/descriptionTable.ts';

const random = createRandom(1, 'evaluation bench');
const classes = ser30kClasses;
const stickers = Array.from({ length: 30_739 }, (_, i): Sticker => {
  const label = random.integer(classes.length);
  return {
    id: `Images/pack ${i % 1887}/${i}.jpg`, split: i < 21_517 ? 'train' : i < 24_591 ? 'validation' : 'test', label, votes: [label, label, random.integer(classes.length)], text: i % 3 === 0 ? 'hello' : '',
    topic: `pack ${i % 1887}`, descriptions: {}, attributes: { metaphor: `${i % 2}`, intention: `${i % 5}`, offensiveness: `${i % 4}` },
  };
});
const dataset = { root: '/', name: 'bench', layout: 'ser30k', classes, stickers, missing: [], problems: [], notes: [] } as const;
const table = createDescriptionTable(dataset, { present: () => [].values(), since: () => [] });
const positions = new Map(stickers.map(({ id }, position) => [id, position]));
const opened = { dataset, positions, texts: { table } };

const run = await mkdtemp(path.join(os.tmpdir(), 'evaluation-bench-'));
for (const folder of ['predictions', 'evaluation']) await mkdir(path.join(run, folder));

const rows: Record<string, object> = {};
async function timed(name: string, work: () => unknown): Promise<void> {
  for (const warm of [false, true]) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const before = process.cpuUsage();
    const start = performance.now();
    let longest = 0;
    let turn = process.threadCpuUsage();
    const turned = () => {
      const { user, system } = process.threadCpuUsage(turn);
      longest = Math.max(longest, user + system);
      turn = process.threadCpuUsage();
    };
    const turning = setInterval(turned, 0);
    await work();
    turned();
    clearInterval(turning);
    const milliseconds = performance.now() - start;
    const { user, system } = process.cpuUsage(before);
    delay.disable();
    rows[`${name}${warm ? ', again' : ''}`] = {
      'ms': Math.round(milliseconds), 'processor ms': Math.round((user + system) / 1000), 'longest wait ms': Math.round(delay.max / 1e6), 'longest turn, processor ms': Math.round(longest / 1000),
    };
  }
}

const { signal } = new AbortController();
for (const split of ['test', 'train'] as const) {
  const records = stickers.filter((sticker) => sticker.split === split).map(({ id, label }) => {
    const weights = classes.map((_, index) => random.uniform() + (index === label ? 0.8 : 0));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const probabilities = weights.map((weight) => weight / total);
    return { id, label: label!, prediction: probabilities.indexOf(Math.max(...probabilities)), probabilities };
  });
  const labels = records.map(({ label }) => label);
  const predictions = records.map(({ prediction }) => prediction);
  const name = `${records.length} predictions`;
  await timed(`matrix and scores, ${name}`, () => scorePredictions(labels, predictions, classes, split));
  await writeEvaluation(run, 'best', scorePredictions(labels, predictions, classes, split), records);
  const key = { run, split, checkpoint: 'best' } as const;
  await timed(`reading, ${name}`, () => readPredictedSplit(key));
  const predicted = await readPredictedSplit(key);
  await timed(`details, ${name}`, () => detailEvaluation(opened, predicted, signal));
}
await rm(run, { recursive: true });
console.table(rows);
