import * as ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { withDynamicBatch } from '../../../engine/onnx/dynamicBatch.ts';
import { encodeModel, type ModelRecord } from '../../../engine/onnx/modelProto.ts';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { createSession, createTensor } from '../../../engine/runtime/session.ts';
import { applySettings } from '../../../engine/train/applySettings.ts';
import { exportedParameters, exportModel } from '../../../engine/train/exportModel.ts';
import { recipes } from '../../../engine/train/recipes.ts';
import type { RunConfig, TrainingConfig } from '../../../engine/train/runConfig.ts';
import { initialState } from '../../../engine/train/trainer.ts';
import { buildPredictionGraph } from '../../../engine/train/trainingGraph.ts';
import { microTraining } from '../../support/microModel.ts';
import { randomArray } from '../../support/runGraph.ts';

const classes = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const runOf = (training: TrainingConfig) => ({ name: 'micro', dataset: { classes }, pretrained: { vision: null, text: null }, training }) as unknown as RunConfig;
const softmax = (logits: readonly number[]) => logits.map((x) => Math.exp(x) / logits.reduce((sum, y) => sum + Math.exp(y), 0));
const crossAttention = applySettings(microTraining, { 'model.fusion': 'cross-attention', 'model.sharedKeyValue': 'false' });

describe.each([
  ['paper', microTraining], ['released', applySettings(microTraining, recipes.released)], ['cross-attention', crossAttention],
])('the exported %s model', (_, training) => {
  const { model } = training;
  const weights = initialState(exportedParameters(model), 3);
  const record = exportModel(runOf(training), weights);

  test('has standard operators alone, and takes pictures and texts of any number', () => {
    expect(new Set(record.nodes.map(({ domain }) => domain))).toEqual(new Set(['']));
    expect(record.inputs).toEqual([
      { name: 'picture', dataType: 'float32', shape: ['batch', 3, 32, 32] }, { name: 'text', dataType: 'float32', shape: ['batch', 4, 16] },
    ]);
    expect(record.outputs.map(({ name, shape }) => [name, ...shape])).toEqual([['probabilities', 'batch', 7], ['logits', 'batch', 7], ['feature', 'batch', 16]]);
    expect(JSON.parse(record.metadata!['classes'])).toEqual(classes);
    expect(JSON.parse(record.metadata!['picture'])).toMatchObject({ side: 32, shortSide: Math.floor(32 / training.augmentation.evaluationCrop), mean: [0.485, 0.456, 0.406], resize: expect.stringContaining('bicubic') });
    expect(JSON.parse(record.metadata!['text'])).toMatchObject({ encoder: 'seeded', seed: training.seed, width: 16 });
  });

  test('gives a plain onnxruntime session the numbers of a prediction, whatever the batch', async () => {
    const session = await ort.InferenceSession.create(encodeModel(record));
    for (const batch of [1, 2, 5]) {
      const picture = randomArray([batch, 3, 32, 32], 'picture', batch);
      const text = randomArray([batch, 4, 16], 'text', batch);
      const exported = await session.run({ picture: new ort.Tensor('float32', picture, [batch, 3, 32, 32]), text: new ort.Tensor('float32', text, [batch, 4, 16]) });
      const graph = buildPredictionGraph(model, batch, 'cpu');
      const own = await createSession(graph.model, { device: 'cpu', threads: 1 });
      const { logits, feature } = await own.run({
        ...Object.fromEntries(graph.parameters.map(({ name, shape }) => [name, createTensor('float32', weights.get(name)!, shape)])),
        picture: createTensor('float32', picture, [batch, 3, 32, 32]), text: createTensor('float32', text, [batch, 4, 16]),
      });
      await own.release();
      const numbers = (data: unknown) => Array.from(data as Float32Array);
      const rows = Array.from({ length: batch }, (_unused, row) => numbers(logits.data).slice(row * 7, (row + 1) * 7));
      for (const [name, width, expected] of [['logits', 7, rows.flat()], ['feature', 16, numbers(feature.data)], ['probabilities', 7, rows.flatMap(softmax)]] as const) {
        expect(exported[name].dims).toEqual([batch, width]);
        const values = numbers(exported[name].data);
        expect(values).toHaveLength(expected.length);
        values.forEach((value, i) => expect(value, name).toBeCloseTo(expected[i], 5));
      }
    }
    await session.release();
  });
});

test('a graph that depends on the batch otherwise is refused, by its operator', () => {
  const build = (batch: number): ModelRecord => {
    const g = new GraphBuilder();
    g.output(g.add(g.input('x', [batch, 2]), g.constant(new Float32Array(batch * 2), [batch, 2])), 'y');
    return g.build('constant');
  };
  expect(() => withDynamicBatch(build(3), build(5))).toThrow('Add depends on the batch');
});
