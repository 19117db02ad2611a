import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { loadSharp } from '../../../engine/images/sharp.ts';
import { crossEntropy } from '../../../engine/model/losses.ts';
import { predictionBatch, trainingBatch, type BatchSources } from '../../../engine/train/batches.ts';
import { weighClasses } from '../../../engine/train/classWeights.ts';
import type { TrainingExample } from '../../../engine/train/epochOrder.ts';
import { createPictureSource } from '../../../engine/train/pictureSource.ts';
import type { TrainingConfig } from '../../../engine/train/runConfig.ts';
import { microTraining } from '../../support/microModel.ts';
import { runGraph } from '../../support/runGraph.ts';
import { datasetFolder } from '../dataset/datasetFolder.ts';

interface Case {
  readonly classes: number;
  readonly labels: readonly number[];
  readonly logits: readonly (readonly number[])[];
  readonly weights: readonly number[];
  readonly smoothing: number;
  readonly loss: number;
}

const { cases } = JSON.parse(readFileSync(new URL('../../reference/classWeights.json', import.meta.url), 'utf8')) as { cases: Case[] };
const sharp = await loadSharp();
const example = (id: string, label: number, copy = 0): TrainingExample => ({ id, label, copy, texts: ['a', 'b', 'a', 'c'] });

/** Four noisy pictures of 80 x 60, read as `changes` says. */
async function openSources(changes: Partial<TrainingConfig>, classWeights: readonly number[]): Promise<BatchSources> {
  const noise = (sigma: number) => sharp({ create: { width: 80, height: 60, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma } } }).png().toBuffer();
  const root = await datasetFolder({ 'a.png': await noise(20), 'b.png': await noise(40), 'c.png': await noise(60), 'd.png': await noise(80) });
  const training = { ...microTraining, ...changes };
  const feature = (text: string) => new Float32Array(training.model.textWidth).fill(text.charCodeAt(0));
  return { pictures: createPictureSource({ root }, training), features: { feature, cut: new Set(), computed: 0 }, training, classWeights };
}

const rowOf = ({ picture }: { picture: Float32Array }, row: number) => picture.slice(row * 3 * 32 ** 2, (row + 1) * 3 * 32 ** 2);

test('balanced targets give PyTorch\'s weighted and smoothed cross entropy', async () => {
  for (const { classes, labels, logits, weights, smoothing, loss } of cases) {
    const examples = labels.map((label) => example('a.png', label));
    const balanced = weighClasses(examples, classes, 'balanced');
    balanced.forEach((weight, label) => expect(weight).toBeCloseTo(weights[label], 5));
    const { target } = await trainingBatch(examples.slice(0, logits.length), await openSources({ labelSmoothing: smoothing, model: { ...microTraining.model, classes } }, balanced), 1);
    const g = new GraphBuilder();
    const shape = [logits.length, classes];
    const mine = await runGraph(g, { loss: crossEntropy(g, g.input('logits', shape), g.input('target', shape)) }, { logits: Float32Array.from(logits.flat()), target });
    expect(mine['loss'][0]).toBeCloseTo(loss, 4);
  }
});

test('unweighted targets are one-hot rows, smoothed', async () => {
  expect(weighClasses([example('a.png', 0), example('b.png', 0)], 3, 'none')).toEqual([1, 1, 1]);
  const { target } = await trainingBatch([example('a.png', 2), example('b.png', 0)], await openSources({ labelSmoothing: 0.3, model: { ...microTraining.model, classes: 3 } }, [1, 1, 1]), 1);
  [0.1, 0.1, 0.8, 0.8, 0.1, 0.1].forEach((value, i) => expect(target[i]).toBeCloseTo(value, 6));
});

test('a copy\'s pixels do not depend on what else is in the batch; copies differ', async () => {
  const sources = await openSources({ augmentation: { minimumArea: 0.1, flip: 0.5, randAugment: 9, repeats: 3, evaluationCrop: 1 } }, Array<number>(7).fill(1));
  const many = await trainingBatch([example('a.png', 0), example('b.png', 1, 0), example('b.png', 1, 1), example('c.png', 2)], sources, 4);
  const few = await trainingBatch([example('b.png', 1, 1), example('a.png', 0)], sources, 4);
  expect(rowOf(few, 0)).toEqual(rowOf(many, 2));
  expect(rowOf(few, 1)).toEqual(rowOf(many, 0));
  expect(rowOf(many, 1)).not.toEqual(rowOf(many, 2));
  expect(rowOf(await trainingBatch([example('b.png', 1, 1)], sources, 5), 0)).not.toEqual(rowOf(few, 0));
});

test('with crops off training sees what predictions see; rows beyond the examples stay zero', async () => {
  const augmentation = { minimumArea: 1, flip: 0, randAugment: 0, repeats: 1, evaluationCrop: 0.8 };
  const sources = await openSources({ augmentation }, Array<number>(7).fill(1));
  const training = await trainingBatch([example('d.png', 0)], sources, 1);
  const prediction = await predictionBatch([example('d.png', 0)], 2, sources);
  expect(rowOf(prediction, 0)).toEqual(rowOf(training, 0));
  expect(rowOf(prediction, 1).every((value) => value === 0)).toBe(true);
  expect(rowOf(await predictionBatch([example('d.png', 0)], 1, await openSources({ augmentation: { ...augmentation, evaluationCrop: 1 } }, [])), 0)).not.toEqual(rowOf(prediction, 0));
});
