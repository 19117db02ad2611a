import { expect, test } from 'vitest';
import { ser30kClasses } from '../../../engine/dataset/ser30kLabels.ts';
import { loadSharp } from '../../../engine/images/sharp.ts';
import { createRandom } from '../../../engine/random/random.ts';
import { describeSticker } from '../../../engine/sample/describeSticker.ts';
import { drawSticker } from '../../../engine/sample/drawSticker.ts';
import { emotionPlans } from '../../../engine/sample/emotions.ts';
import { planStickers, type StickerPlan } from '../../../engine/sample/planStickers.ts';

const plans = [...planStickers(2100, 1)];
const training = plans.filter(({ split }) => split === 'train');
const held = plans.filter(({ split }) => split !== 'train');
const classOf = ({ label }: StickerPlan) => ser30kClasses.indexOf(label);
const wordsOf = (plan: StickerPlan) => new Set(`${Object.values(describeSticker(plan, 1)).join(' ')} ${plan.text}`.toLowerCase().match(/[a-z]+/g));
const argmax = (scores: readonly number[]) => scores.indexOf(Math.max(...scores));
const accuracy = (predict: (plan: StickerPlan) => number, on = held) => on.filter((plan) => predict(plan) === classOf(plan)).length / on.length;

/** Naive Bayes over the features present, half a count added to each. */
function bayesOn(featuresOf: (plan: StickerPlan) => Iterable<string>) {
  const counts = ser30kClasses.map(() => new Map<string, number>());
  const totals = ser30kClasses.map(() => 0);
  for (const plan of training) {
    totals[classOf(plan)]++;
    for (const feature of featuresOf(plan)) counts[classOf(plan)].set(feature, (counts[classOf(plan)].get(feature) ?? 0) + 1);
  }
  return (plan: StickerPlan) => {
    const features = [...featuresOf(plan)];
    return argmax(ser30kClasses.map((_, k) => features.reduce((sum, feature) => sum + Math.log(((counts[k].get(feature) ?? 0) + 0.5) / (totals[k] + 1)), Math.log(totals[k]))));
  };
}

test('the words alone give away more than the majority and far less than the label', () => {
  const score = accuracy(bayesOn(wordsOf));
  expect(score).toBeGreaterThan(0.55);
  expect(score).toBeLessThan(0.7);
});

test('what is drawn, known perfectly, gives away far less than the label', () => {
  const score = accuracy(bayesOn(({ emotion, mouth, character, style, text }) => [`${emotionPlans[emotion].look} ${mouth}`, character.name, style.name, text]));
  expect(score).toBeGreaterThan(0.55);
  expect(score).toBeLessThan(0.72);
});

test('both together decide nearly every sticker', () => {
  const score = accuracy(bayesOn((plan) => [...wordsOf(plan), `look ${emotionPlans[plan.emotion].look}`]));
  expect(score).toBeGreaterThan(0.94);
  expect(score).toBeLessThan(0.99);
});

test('a linear model on small pictures sees the looks, and cannot tell the emotions', async () => {
  const sharp = await loadSharp();
  const some = [...training.slice(0, 500), ...held.slice(0, 200)];
  const side = 24;
  const pictures = new Map(await Promise.all(some.map(async (plan) => [plan, Float64Array.from(
    await sharp(Buffer.from(drawSticker(plan, 1))).flatten().greyscale().resize(side, side).raw().toBuffer(), (value) => value / 128 - 1)] as const)));
  const looks = ['startled', 'smiling', 'drooping', 'tense'];
  const lookOf = ({ emotion }: StickerPlan) => looks.indexOf(emotionPlans[emotion].look);
  const [seen, unseen] = [some.slice(0, 500), some.slice(500)];
  const predictLook = softmaxRegression(seen.map((plan) => pictures.get(plan)!), seen.map(lookOf), 4);
  const predictEmotion = softmaxRegression(seen.map((plan) => pictures.get(plan)!), seen.map(classOf), 7);
  const lookScore = unseen.filter((plan) => predictLook(pictures.get(plan)!) === lookOf(plan)).length / unseen.length;
  expect(lookScore).toBeGreaterThan(0.8);
  const emotionScore = accuracy((plan) => predictEmotion(pictures.get(plan)!), unseen);
  expect(emotionScore).toBeGreaterThan(0.4);
  expect(emotionScore).toBeLessThan(0.72);
}, 30_000);

function softmaxRegression(inputs: readonly Float64Array[], targets: readonly number[], classes: number) {
  const width = inputs[0].length;
  const weights = Array.from({ length: classes }, () => new Float64Array(width + 1));
  const scores = (x: Float64Array) => weights.map((w) => x.reduce((sum, value, i) => sum + value * w[i], w[width]));
  const random = createRandom('regression');
  for (let epoch = 0; epoch < 25; epoch++) {
    const rate = 0.01 / (1 + epoch / 5);
    for (const at of random.shuffle(inputs.map((_, i) => i))) {
      const raw = scores(inputs[at]);
      const top = Math.max(...raw);
      const powers = raw.map((score) => Math.exp(score - top));
      const total = powers.reduce((a, b) => a + b, 0);
      weights.forEach((w, k) => {
        const error = rate * (powers[k] / total - (k === targets[at] ? 1 : 0));
        for (let i = 0; i < width; i++) w[i] -= error * inputs[at][i];
        w[width] -= error;
      });
    }
  }
  return (x: Float64Array) => argmax(scores(x));
}

test('no description names an emotion, and the vocabulary is some hundreds of words', () => {
  const vocabulary = new Set(plans.flatMap((plan) => [...wordsOf(plan)]));
  expect(vocabulary.size).toBeGreaterThan(150);
  expect(vocabulary.size).toBeLessThan(600);
  for (const word of vocabulary) expect(word).not.toMatch(/surpris|happ|disgust|fear|afraid|scare|sad|ang(er|ry)|neutral|joy|gross/);
});

test('labels: 7:1:2 exactly, about 2 % wrong in each split, about 2 % near-duplicates, votes that disagree', () => {
  for (const [split, size] of [['train', 1470], ['validation', 210], ['test', 420]] as const) {
    const inSplit = plans.filter((plan) => plan.split === split);
    expect(inSplit).toHaveLength(size);
    expect(inSplit.filter(({ label, emotion }) => label !== emotion)).toHaveLength(Math.floor(size * 0.02));
  }
  const repeats = plans.filter(({ original }) => original !== null).length / plans.length;
  expect(repeats).toBeGreaterThan(0.01);
  expect(repeats).toBeLessThan(0.03);
  const disagreement = plans.filter(({ votes }) => new Set(votes).size > 1).length / plans.length;
  expect(disagreement).toBeGreaterThan(0.25);
  expect(disagreement).toBeLessThan(0.45);
});
