/**
 * One step of the inspector, the nearest training stickers open. The service: everything that the panel asks for at SER30K's size, with 21,517 features
 * of width 512 to search, the first time a sticker is seen and again. The panel: from the key to all of it drawn in Chromium, where answers come at once.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readDataset } from '../../engine/dataset/readDataset.ts';
import { splits } from '../../engine/dataset/sticker.ts';
import { createRandom } from '../../engine/random/random.ts';
import { createRun } from '../../engine/train/createRun.ts';
import { featuresFile, predictionsFile } from '../../engine/train/runRecord.ts';
import { writeSafetensors } from '../../engine/weights/safetensors.ts';
import { forkService } from '../engine/service/forkService.ts';
import { startBrowsing } from '../webview/browser/openPanel.ts';
import { writeLinkedStickers } from './linkedStickers.ts';

const width = 512;
const mistakes = 900;
const steps = 30;
const neighbours = 6;
const middle = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1];
const rowOf = (times: readonly number[]) => ({ 'middle ms': Math.round(middle(times)), 'worst ms': Math.round(Math.max(...times)) });

/** Drawn, not computed: searching them costs the same. */
async function predict(root: string, run: string): Promise<void> {
  const dataset = await readDataset(root);
  await createRun(run, dataset, { preset: 'tiny', recipe: 'paper', device: 'cpu', settings: {} });
  await mkdir(path.join(run, 'predictions'), { recursive: true });
  const random = createRandom('inspector');
  for (const split of splits) {
    const own = dataset.stickers.filter((sticker) => sticker.split === split && sticker.label !== null);
    const lines = own.map(({ id, label }) => JSON.stringify({ id, label, prediction: 0, probabilities: dataset.classes.map(() => 1 / dataset.classes.length) }));
    await writeFile(path.join(run, predictionsFile(split)), `${lines.join('\n')}\n`);
    await writeSafetensors(path.join(run, featuresFile(split)), new Map([['feature', { shape: [own.length, width], data: Float32Array.from({ length: own.length * width }, () => random.uniform() - 0.5) }]]));
  }
}

async function service(folder: string) {
  const root = path.join(folder, 'SER_Dataset');
  const run = path.join(folder, 'run');
  await writeLinkedStickers(root);
  await predict(root, run);
  const { request, stop } = forkService();
  await request('dataset/open', { root, fallbackStorage: `${root}-fallback` });
  const { ids } = await request('gallery/ids', { root, filter: { splits: ['test'], prediction: { run, outcome: 'wrong' } } });
  const walked = ids.slice(0, mistakes);
  const filter = { selection: { ids: walked, reason: 'mistakes' } };
  const step = async (id: string): Promise<number> => {
    const began = performance.now();
    await Promise.all([
      request('sticker/read', { root, id, run }),
      request('picture/read', { root, id }),
      request('descriptions/read', { root, id }),
      request('gallery/position', { root, filter, id }).then(({ position }) => request('gallery/page', { root, filter, run: null, offset: Math.max(0, position - 1), limit: 3 })),
      request('explain/neighbours', { root, run, id, count: neighbours }).then(({ neighbours: near }) => request('thumbnail/read', { root, ids: near.map((one) => one.id), size: 128 })),
    ]);
    return performance.now() - began;
  };
  const walk = async (): Promise<number[]> => {
    const times: number[] = [];
    for (const id of walked.slice(1, steps + 1)) times.push(await step(id));
    return times;
  };
  const rows = { 'the run\'s first sticker': rowOf([await step(walked[0])]), 'stickers never seen': rowOf(await walk()), 'seen before': rowOf(await walk()) };
  await stop();
  return rows;
}

async function panel() {
  const browsing = await startBrowsing();
  const { page } = await browsing.open('sticker', 'sticker/walkedMistakes.ts', { height: 1200 });
  await page.locator('[data-testid="section-nearest"] > summary').click();
  await page.evaluate(() => { window.explained.predicted.push('train'); });
  const times: number[] = [];
  for (let round = 0; round < steps; round++) {
    const [key, id] = round % 2 === 0 ? ['ArrowRight', 'pack/b.png'] as const : ['ArrowLeft', 'pack/a.png'] as const;
    times.push(await page.evaluate(([pressed, wanted]) => new Promise<number>((resolve) => {
      const began = performance.now();
      document.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, bubbles: true }));
      const look = (): void => {
        const isDrawn = document.querySelector<HTMLImageElement>(`img[data-picture="${wanted}"]`)?.complete && document.querySelector(`[data-sticker="${wanted}"]`)
          && document.querySelectorAll('.nearest img').length === 2 && /^\d/.test(document.querySelector('[data-testid="sticker-position"]')!.textContent);
        if (isDrawn) resolve(performance.now() - began);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }), [key, id] as const));
  }
  await browsing.close();
  return { 'key to drawn': rowOf(times.slice(2)) };
}

const folder = await mkdtemp(path.join(tmpdir(), 'inspector-'));
try {
  console.log('The service\'s answers to one step');
  console.table(await service(folder));
  console.log('The panel in Chromium');
  console.table(await panel());
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
