/** The training stickers most like one sticker: 21,517 features of width 512, the size of SER30K's train split. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Dataset } from '../../engine/dataset/dataset.ts';
import type { Sticker } from '../../engine/dataset/sticker.ts';
import { createRandom } from '../../engine/random/random.ts';
import { createFeatureTables, nearestTraining } from '../../engine/service/nearestTraining.ts';
import { featuresFile, predictionsFile } from '../../engine/train/runRecord.ts';
import { writeSafetensors } from '../../engine/weights/safetensors.ts';

const [count, width, asked] = [21_517, 512, 12];
const random = createRandom('neighbours');
const run = await mkdtemp(path.join(tmpdir(), 'neighbours-'));
try {
  await mkdir(path.join(run, 'predictions'));
  const ids = Array.from({ length: count }, (_, i) => `Images/${i}.jpg`);
  await writeFile(path.join(run, predictionsFile('train')), ids.map((id) => `${JSON.stringify({ id, label: 0, prediction: 0, probabilities: [1] })}\n`).join(''));
  await writeSafetensors(path.join(run, featuresFile('train')), new Map([['feature', { shape: [count, width], data: Float32Array.from({ length: count * width }, () => random.normal()) }]]));
  const stickers = ids.map((id): Sticker => ({ id, split: 'train', label: 0, votes: [], text: '', topic: '', descriptions: {}, attributes: {} }));
  const opened = { dataset: { stickers } as unknown as Dataset, positions: new Map(ids.map((id, position) => [id, position])) };
  const tables = createFeatureTables();
  const search = async (i: number) => {
    const [began, used] = [performance.now(), process.cpuUsage()];
    const { neighbours } = await nearestTraining(opened, tables, run, ids[i], asked);
    if (neighbours.length !== asked) throw new Error('too few neighbours');
    const { user, system } = process.cpuUsage(used);
    return { ms: performance.now() - began, cpu: (user + system) / 1000 };
  };
  const first = await search(0);
  const times: { ms: number; cpu: number }[] = [];
  for (let i = 1; i <= 20; i++) times.push(await search(i));
  times.sort((a, b) => a.ms - b.ms);
  const row = ({ ms, cpu }: (typeof times)[number]) => ({ ms: +ms.toFixed(1), 'CPU ms': +cpu.toFixed(1) });
  console.table({ 'first time, files read': row(first), 'from then on, median': row(times[10]), 'the fastest': row(times[0]), 'the slowest': row(times[19]) });
} finally {
  await rm(run, { recursive: true, force: true });
}
process.exit(0);
