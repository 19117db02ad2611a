/** A map of 100,000 stickers (another count as the first argument): its answers to `map/read`, alone and aligned, and `map/columns`, from files. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { mapFile, type MapKey } from '../../engine/analyze/mapKey.ts';
import { storeMap } from '../../engine/analyze/storedMap.ts';
import { createRandom } from '../../engine/random/random.ts';
import { createDescriber } from '../../engine/service/describer.ts';
import { mapRequests } from '../../engine/service/maps.ts';
import { createOpenDatasets } from '../../engine/service/openDatasets.ts';
import { createPredictionTables } from '../../engine/service/predictions.ts';
import { predictionsFile } from '../../engine/train/runRecord.ts';

const n = Number(process.argv[2] ?? 100_000);
const emotions = ['anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness', 'surprise'];
const random = createRandom('maps bench');
const folder = await mkdtemp(path.join(os.tmpdir(), 'maps-bench-'));
const root = path.join(folder, 'stickers');
const idOf = (i: number) => `Images/pack-${i % 400}/sticker-${i}.jpg`;
await mkdir(root, { recursive: true });
await writeFile(path.join(root, 'stickers.jsonl'), Array.from({ length: n }, (_, i) => JSON.stringify({ image: idOf(i), label: emotions[i % 7], split: 'test' })).join('\n'));
const datasets = createOpenDatasets(createDescriber(() => {}).describer, () => {});
const { dataset, storage } = await datasets.open(root, path.join(folder, 'fallback'), new AbortController().signal);

const key: MapKey = { split: 'test', sample: 'all', features: 'fused', method: 'tsne', seed: 1 };
const runs = ['one', 'two'].map((name) => path.join(storage.folder, 'runs', name)) as [string, string];
for (const run of runs) {
  const coordinates = () => Array.from({ length: n }, () => Number((random.normal() * 40).toPrecision(9)));
  const ids = dataset.stickers.map(({ id }) => id);
  await storeMap(run, { ...key, ids, x: coordinates(), y: coordinates(), kl: 3, seconds: 100, parameters: { perplexity: 30 }, versions: {} });
  await mkdir(path.join(run, 'predictions'), { recursive: true });
  await writeFile(path.join(run, predictionsFile('test')), ids.map((id, i) => {
    const probabilities = emotions.map(() => random.uniform() / 3.5);
    return JSON.stringify({ id, label: i % 7, prediction: probabilities.indexOf(Math.max(...probabilities)), probabilities });
  }).join('\n'));
}

const handlers = mapRequests(datasets, createPredictionTables(), 'none', () => {});
const { signal } = new AbortController();
const rows: Record<string, object> = {};
/** The wall clock tells also what else the machine does; the processor's time is this process's alone. */
async function measure(name: string, ask: () => Promise<unknown>): Promise<void> {
  const times: { wall: number; processor: number }[] = [];
  for (let round = 0; round < 5; round++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    await ask();
    const { user, system } = process.cpuUsage(before);
    times.push({ wall: performance.now() - start, processor: (user + system) / 1000 });
  }
  const later = (of: 'wall' | 'processor') => Math.round(times.slice(1).map((time) => time[of]).toSorted((x, y) => x - y)[2]);
  rows[name] = { 'first ms': Math.round(times[0].wall), 'processor': Math.round(times[0].processor), 'again ms': later('wall'), 'processor again': later('processor') };
}
await measure('map/read', () => handlers['map/read']({ run: runs[0], map: key, alignTo: null }, signal));
await measure('map/read, aligned', () => handlers['map/read']({ run: runs[0], map: key, alignTo: runs[1] }, signal));
await measure('map/columns', () => handlers['map/columns']({ root, run: runs[0], map: key, other: null }, signal));
await measure('map/columns, other run', () => handlers['map/columns']({ root, run: runs[0], map: key, other: runs[1] }, signal));
console.log(`${n} stickers, ${mapFile(key)}`);
console.table(rows);
datasets.closeAll();
await rm(folder, { recursive: true, force: true });
