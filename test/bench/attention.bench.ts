/**
 * Where a model that was trained on the sample dataset looks, and what its texts decide, on the test split. The causes are known: the look is on the face,
 * the occasion in the intention, and both together are the emotion.
 * `node test/bench/attention.bench.ts <run> <run without descriptions>` takes runs that are there, of preset `tiny` on the sample; without them two are trained.
 */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { readDataset } from '../../engine/dataset/readDataset.ts';
import { createExplainer, type ExplainedSticker } from '../../engine/explain/explainer.ts';
import type { ExplanationView, HeatKind } from '../../engine/explain/explanation.ts';
import { addUp } from '../../engine/explain/heat.ts';
import { openRunModel } from '../../engine/explain/runModel.ts';
import { drawFaceRegion, stickerSide } from '../../engine/sample/drawSticker.ts';
import { emotionPlans, type Emotion } from '../../engine/sample/emotions.ts';
import { describeSticker } from '../../engine/sample/describeSticker.ts';
import { planStickers, type StickerPlan } from '../../engine/sample/planStickers.ts';
import { readRunConfig } from '../../engine/train/runFolder.ts';
import { largestIndex } from '../../engine/train/predictor.ts';

const cli = path.join(import.meta.dirname, '../../engine/cli/main.ts');
const { signal } = new AbortController();
/** All grids of preset `tiny` divide it. */
const fineSide = 240;

async function trainBoth(folder: string): Promise<[string, string]> {
  const command = (...args: string[]) => execFileSync(process.execPath, [cli, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const train = (name: string, ...flags: string[]) => {
    const root = path.join(folder, name);
    command('sample', root, '--count', '2100', '--seed', '1', ...flags);
    command('train', root, '--run', path.join(root, 'run'), '--preset', 'tiny', '--device', 'cpu');
    return path.join(root, 'run');
  };
  return [train('with'), train('without', '--no-descriptions')];
}

const idOf = ({ topic, file }: StickerPlan) => `Images/${topic}/${file}`;

async function openSample(run: string) {
  const model = await openRunModel(run);
  const { root } = model.config.dataset;
  const { count, seed } = JSON.parse(await readFile(path.join(root, 'planted.json'), 'utf8')) as { count: number; seed: number };
  return { dataset: await readDataset(root), explainer: createExplainer(model), plans: [...planStickers(count, seed)].filter(({ split }) => split === 'test'), seed };
}

/** How much of each cell of a grid is face. */
async function faceOf(plan: StickerPlan, seed: number): Promise<Float32Array> {
  const { data } = await sharp(Buffer.from(drawFaceRegion(plan, seed))).resize(fineSide, fineSide).greyscale().raw().toBuffer({ resolveWithObject: true });
  return Float32Array.from(data, (value) => value / 255);
}

const kinds: readonly HeatKind[] = ['attention', 'decision'];

/** Shares of the heat on the face, a stage each, and the share of the picture that is face: means over the stickers. */
async function massOnFace(run: string, textsOf: (sticker: ExplainedSticker) => ExplainedSticker) {
  const { dataset, explainer, plans, seed } = await openSample(run);
  const stickers = new Map(dataset.stickers.map((sticker) => [sticker.id, sticker]));
  const sums = new Map<string, number>();
  const add = (key: string, value: number) => sums.set(key, (sums.get(key) ?? 0) + value / plans.length);
  let right = 0;
  for (const plan of plans) {
    const face = await faceOf(plan, seed);
    const { stages, probabilities }: ExplanationView = await explainer.explain(dataset, textsOf(stickers.get(idOf(plan))!), null, signal);
    if (dataset.classes[largestIndex(probabilities)] === plan.emotion) right++;
    add('face of picture', face.reduce((sum, value) => sum + value, 0) / face.length);
    for (const { stage, side, heat } of stages) {
      const cells = addUp(face, fineSide, side).map((value) => value / (fineSide / side) ** 2);
      for (const kind of kinds) add(`${kind} ${stage}`, heat[kind].reduce((sum, value, cell) => sum + value * cells[cell], 0));
    }
  }
  await explainer.release();
  return { 'right %': 100 * right / plans.length, ...Object.fromEntries([...sums].map(([key, value]) => [`${key} %`, 100 * value])) };
}

/** How often another occasion's intention moves the answer to the emotion that has it with the same look. */
async function swapIntentions(run: string) {
  const { dataset, explainer, plans, seed } = await openSample(run);
  const stickers = new Map(dataset.stickers.map((sticker) => [sticker.id, sticker]));
  const answerTo = async (sticker: ExplainedSticker) => dataset.classes[largestIndex((await explainer.probe(dataset, sticker, signal)).probabilities)];
  const counts = { swaps: 0, moved: 0, 'right before': 0, 'moved of those': 0 };
  for (const plan of plans) {
    const sticker = stickers.get(idOf(plan))!;
    const { look, occasion } = emotionPlans[plan.emotion];
    const before = await answerTo(sticker);
    for (const [other, theirs] of Object.entries(emotionPlans) as [Emotion, (typeof emotionPlans)[Emotion]][]) {
      if (theirs.look !== look || theirs.occasion === occasion) continue;
      // The words that a sticker of its own would have, on that occasion.
      const { intention } = describeSticker({ ...plan, index: 1_000_000 + plan.index, occasion: theirs.occasion }, seed);
      const moved = await answerTo({ ...sticker, descriptions: { ...sticker.descriptions, intention } }) === other;
      counts.swaps++;
      if (moved) counts.moved++;
      if (before !== plan.emotion) continue;
      counts['right before']++;
      if (moved) counts['moved of those']++;
    }
  }
  await explainer.release();
  return counts;
}

const folder = await mkdtemp(path.join(tmpdir(), 'attention-'));
try {
  const [given, givenWithout] = process.argv.slice(2).map((run) => path.resolve(run));
  const [described, undescribed] = given && givenWithout ? [given, givenWithout] : await trainBoth(folder);
  const { training: { model } } = await readRunConfig(described);
  console.log(`Share of the heat on the face (pictures of ${stickerSide}, seen at ${model.imageSize}), test split`);
  const rounded = (figures: Record<string, number>) => Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, +value.toFixed(1)]));
  const columns = {
    'trained with, own texts': await massOnFace(described, (sticker) => sticker),
    'trained with, texts blank': await massOnFace(described, (sticker) => ({ ...sticker, descriptions: {} })),
    'trained without': await massOnFace(undescribed, (sticker) => sticker),
  };
  const rows = Object.keys(Object.values(columns)[0]);
  console.table(Object.fromEntries(rows.map((row) => [row, rounded(Object.fromEntries(Object.entries(columns).map(([name, figures]) => [name, (figures as Record<string, number>)[row]])))])));
  console.log('The intention swapped for one of the emotion that shares the look');
  console.table(await swapIntentions(described));
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
