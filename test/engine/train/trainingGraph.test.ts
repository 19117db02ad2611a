import { expect, test } from 'vitest';
import { printModel } from '../../../engine/onnx/printModel.ts';
import { applySettings } from '../../../engine/train/applySettings.ts';
import { recipes } from '../../../engine/train/recipes.ts';
import type { Recipe } from '../../../engine/train/runRecord.ts';
import { presets } from '../../../engine/train/presets.ts';
import { buildPredictionGraph, buildTrainingGraph } from '../../../engine/train/trainingGraph.ts';
import { elementCount } from '../../../engine/graph/value.ts';
import { createRandom } from '../../../engine/random/random.ts';
import { createTrainer } from '../../../engine/train/trainer.ts';
import { microTraining } from '../../support/microModel.ts';

const graphOf = (training: typeof microTraining, device: 'cpu' | 'webgpu') => {
  return buildTrainingGraph({ ...training, dropPath: 0.1, model: { ...training.model, fusionDropout: 0.1 } }, training.batchSize, device);
};

test('both recipes have the released model\'s parameters', () => {
  const specsOf = (recipe: Recipe) => buildPredictionGraph(applySettings(presets.paper, recipes[recipe]).model, 1, 'cpu').parameters;
  const count = (recipe: Recipe) => specsOf(recipe).reduce((sum, { shape }) => sum + elementCount(shape), 0);
  // 34,699,784 without BERT, of which tau (1) and norm_t (1,024) are never used. TGFA's two norms are not in equation 8.
  expect(count('released')).toBe(34_699_784 - 1 - 1_024);
  expect(count('paper')).toBe(34_699_784 - 1 - 1_024 - 2 * 2 * 768);
  const table = { specs: specsOf('paper') };
  expect(table.specs.find(({ name }) => name === 'block3.5.attn.sr.weight')?.shape).toEqual([320, 320, 2, 2]);
  expect(table.specs.find(({ name }) => name === 'pos_embed')?.shape).toEqual([1, 996, 768]);
});

test('every node of the WebGPU graph is one that WebGPU has', () => {
  const operators = new Set(graphOf(microTraining, 'webgpu').model.nodes.map(({ opType }) => opType));
  for (const absent of ['FusedMatMul', 'Sign', 'LogSoftmax', 'OneHot']) expect(operators).not.toContain(absent);
});

test('a small graph prints the same text every time', () => {
  const text = printModel(graphOf(microTraining, 'cpu').model);
  expect(printModel(graphOf(microTraining, 'cpu').model)).toBe(text);
  expect(text.split('\n').filter((line) => line.includes('in   '))[0]).toBe('  in   picture: float32[4, 3, 32, 32]');
});

test('one batch is learnt by heart, and the same seed gives the same numbers', { timeout: 60_000 }, async () => {
  const { batchSize, model } = microTraining;
  const fit = async () => {
    const trainer = await createTrainer({ ...microTraining, loss: { ...microTraining.loss, alignmentWeight: 0 } }, batchSize, 'cpu', null);
    const random = createRandom('one batch');
    const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
    const target = new Float32Array(batchSize * model.classes);
    for (let row = 0; row < batchSize; row++) target[row * model.classes + row] = 1;
    const batch = { picture: draw(batchSize * 3 * model.imageSize ** 2), text: draw(batchSize * 4 * model.textWidth), target, draws: Array.from({ length: batchSize }, (_, row) => String(row)) };
    const losses = [];
    for (let step = 1; step <= 40; step++) losses.push((await trainer.step(batch, step, 1e-2)).losses.loss);
    await trainer.release();
    return losses;
  };
  const losses = await fit();
  expect(losses[0]).toBeGreaterThan(1.5);
  expect(losses.at(-1)).toBeLessThan(0.05);
  expect(await fit()).toEqual(losses);
});
