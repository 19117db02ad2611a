import { afterAll, expect, test } from 'vitest';
import type { LossConfig, ModelConfig } from '../../../engine/model/modelConfig.ts';
import { learningRateAt, type ScheduleConfig } from '../../../engine/optim/learningRate.ts';
import { createTrainer, initialState } from '../../../engine/train/trainer.ts';
import { buildPredictionGraph } from '../../../engine/train/trainingGraph.ts';
import { drawn, drawnParameter } from '../../support/drawn.ts';
import { microTraining } from '../../support/microModel.ts';
import { expectClose, printWorstErrors } from './comparison.ts';
import { drawnTarget } from './drawnTarget.ts';
import { readGolden } from './readGolden.ts';

interface Training {
  readonly model: ModelConfig;
  readonly loss: LossConfig;
  readonly labelSmoothing: number;
  readonly batch: number;
  readonly schedule: ScheduleConfig;
  readonly firstBatch: number;
}

afterAll(printWorstErrors);

/** A key's bias shifts all scores of a query alike: its true gradient is zero, and AdamW makes whole steps of the rounding in its place. */
const withoutKeyBias = (name: string, data: Float32Array) => (name.endsWith('kv.bias') ? data.subarray(data.length / 2) : data);

test.each(['paper', 'released'])('fifty steps of AdamW, %s: the loss curve and the final weights\' norms', async (recipe) => {
  const { metadata: { model, loss, labelSmoothing, batch, schedule, firstBatch }, names, read } = await readGolden<Training>(`training-${recipe}`);
  const { parameters } = buildPredictionGraph(model, batch, 'cpu');
  const start = initialState(parameters, 1);
  for (const { name, shape } of parameters) start.set(name, drawnParameter(name, shape));
  const trainer = await createTrainer({ ...microTraining, model, loss, labelSmoothing, dropPath: 0 }, batch, 'cpu', start);
  const rates = Array.from({ length: schedule.steps }, (_, index) => learningRateAt(index + 1, schedule));
  const curve: number[] = [];
  for (const [index, rate] of rates.entries()) {
    const name = firstBatch + (index % 2);
    const examples = {
      picture: drawn(`picture ${name}`, [batch, 3, model.imageSize, model.imageSize], 2),
      text: drawn(`text ${name}`, [batch, 4, model.textWidth]),
      target: drawnTarget(`labels ${name}`, batch, model.classes, labelSmoothing),
      draws: Array.from({ length: batch }, (_, row) => String(row)),
    };
    curve.push((await trainer.step(examples, index + 1, rate)).losses.loss);
  }
  const state = await trainer.state.read();
  await trainer.release();
  expectClose(`50 steps, ${recipe}`, 'forward', 'learning rate', rates, read('learningRate'));
  expectClose(`50 steps, ${recipe}`, 'training', 'loss curve', curve, read('curve'));
  const normed = names.filter((name) => name.startsWith('norm.')).map((name) => name.slice('norm.'.length));
  expect(normed.toSorted()).toEqual(parameters.map(({ name }) => name).filter((name) => !name.endsWith('key.bias')).toSorted());
  for (const name of normed) expectClose(`50 steps, ${recipe}, weights`, 'training', name, [Math.hypot(...withoutKeyBias(name, state.get(name)!))], read(`norm.${name}`));
});
