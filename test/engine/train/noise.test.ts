import { expect, test } from 'vitest';
import { drawNoise, noiseShapes } from '../../../engine/train/noise.ts';
import { buildPredictionGraph, buildTrainingGraph } from '../../../engine/train/trainingGraph.ts';
import { drawn, drawnParameter } from '../../support/drawn.ts';
import { microTraining } from '../../support/microModel.ts';
import { runModel } from '../golden/runModel.ts';

const training = { ...microTraining, dropPath: 0.4, model: { ...microTraining.model, fusionDropout: 0.25 } };
const branches = 10;

test('a row\'s noise is its own, whatever else is in the batch and in whatever order', () => {
  const both = drawNoise(training, ['1 0 a', '1 0 b']);
  const swapped = drawNoise(training, ['1 0 b', '1 0 a']);
  const rows = (data: Float32Array) => [data.slice(0, data.length / 2), data.slice(data.length / 2)];
  expect(rows(both['dropoutHidden'])).toEqual(rows(swapped['dropoutHidden']).toReversed());
  const columns = (data: Float32Array) => [data.filter((_, i) => i % 2 === 0), data.filter((_, i) => i % 2 === 1)];
  expect(columns(both['dropPath'])).toEqual(columns(swapped['dropPath']).toReversed());
  expect(both['dropoutHidden']).not.toEqual(drawNoise(training, ['2 0 a', '1 1 b'])['dropoutHidden']);
});

test('what is kept is scaled up by how often it is, and drop path rises over the blocks', () => {
  const draws = Array.from({ length: 4000 }, (_, row) => `1 0 sticker ${row}`);
  const { dropPath, dropoutHidden } = drawNoise(training, draws);
  expect(noiseShapes(training, 4000)['dropPath']).toEqual([branches, 4000]);
  const dropped = (data: Float32Array) => data.filter((factor) => factor === 0).length / data.length;
  for (let branch = 0; branch < branches; branch++) {
    const rate = (0.4 * Math.floor(branch / 2)) / (branches / 2 - 1);
    const row = dropPath.subarray(branch * 4000, (branch + 1) * 4000);
    expect(dropped(row)).toBeCloseTo(rate, 1);
    expect(Math.max(...row)).toBeCloseTo(1 / (1 - rate), 5);
  }
  expect(dropped(dropoutHidden)).toBeCloseTo(0.25, 2);
  expect(Math.max(...dropoutHidden.subarray(0, 1000))).toBeCloseTo(4 / 3, 5);
});

test('a training without noise has no inputs for it', () => expect(drawNoise({ ...training, dropPath: 0, model: { ...training.model, fusionDropout: 0 } }, ['a'])).toEqual({}));

const batch = 2;
const { model } = training;
const inputs = { picture: drawn('picture', [batch, 3, model.imageSize, model.imageSize]), text: drawn('text', [batch, 4, model.textWidth]) };
/** 0, 1 or 2, by which float32 multiplies without rounding. */
const factors = (name: string, shape: readonly number[]) => drawn(name, shape, 1.5, 1.5).map(Math.floor);

type Draw = typeof drawnParameter;

/** The logits of a training step whose noise is all 1, but for what is given. */
async function noisyLogits(noise: Readonly<Record<string, Float32Array>>): Promise<ArrayLike<number>> {
  const draw: Draw = (name, shape) => {
    if (name in noiseShapes(training, batch)) return drawn(name, shape, 0, 1);
    // AdamW's moments.
    return name.includes(':') ? drawn(name, shape, 0) : drawnParameter(name, shape);
  };
  return (await runModel(buildTrainingGraph(training, batch, 'cpu').model, { ...inputs, ...noise }, draw))['logits'];
}

const predict = async (draw: Draw) => (await runModel(buildPredictionGraph(model, batch, 'cpu').model, inputs, draw))['logits'];
const quiet = await predict(drawnParameter);

/** Compares each row of the logits with that of the model without noise whose parameters are changed instead, which must make a difference. */
async function expectChanged(noisy: ArrayLike<number>, change: (row: number, name: string, data: Float32Array) => Float32Array): Promise<void> {
  for (let row = 0; row < batch; row++) {
    const rowOf = (logits: ArrayLike<number>) => Array.from(logits).slice(row * model.classes, (row + 1) * model.classes);
    const changed = rowOf(await predict((name, shape) => change(row, name, drawnParameter(name, shape))));
    rowOf(noisy).forEach((value, i) => expect(value).toBeCloseTo(changed[i], 4));
    expect(Math.max(...rowOf(quiet).map((value, i) => Math.abs(value - changed[i])))).toBeGreaterThan(1e-2);
  }
}

test('drop path multiplies the end of a sample\'s residual branch: attention and MLP of each block in turn', async () => {
  const dropPath = factors('drop path', [branches, batch]);
  const noisy = await noisyLogits({ dropPath });
  const ends = ['1.0', '2.0', '2.1', '3.0', '4.0'].flatMap((block) => [`block${block}.attn.proj`, `block${block}.mlp.fc2`]);
  await expectChanged(noisy, (row, name, data) => {
    const branch = ends.indexOf(name.replace(/\.(weight|bias)$/, ''));
    return branch < 0 ? data : data.map((x) => x * dropPath[branch * batch + row]);
  });
});

test.each(['dropoutHidden', 'dropoutOutput'] as const)('%s multiplies what enters or leaves the last layer of TGFA\'s MLP', async (place) => {
  const shape = noiseShapes(training, batch)[place];
  const noise = factors(place, shape);
  const noisy = await noisyLogits({ [place]: noise });
  const hidden = model.fusionWidth * model.fusionMlpRatio;
  await expectChanged(noisy, (row, name, data) => {
    const own = noise.subarray(row * shape[2], (row + 1) * shape[2]);
    if (name === 'fusion_model.ffn.fc2.weight') return data.map((x, i) => x * own[place === 'dropoutHidden' ? i % hidden : Math.floor(i / hidden)]);
    return name === 'fusion_model.ffn.fc2.bias' && place === 'dropoutOutput' ? data.map((x, i) => x * own[i]) : data;
  });
});
