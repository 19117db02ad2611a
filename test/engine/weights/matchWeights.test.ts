import { expect, test } from 'vitest';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { bert } from '../../../engine/model/bert.ts';
import { createParameterTable } from '../../../engine/model/parameters.ts';
import { presets } from '../../../engine/train/presets.ts';
import { buildPredictionGraph } from '../../../engine/train/trainingGraph.ts';
import { countElements } from '../../../engine/weights/elements.ts';
import { explainMismatch } from '../../../engine/weights/explainMismatch.ts';
import { matchWeights } from '../../../engine/weights/matchWeights.ts';
import type { NamedTensor } from '../../../engine/weights/namedTensor.ts';
import { readWeights } from '../../../engine/weights/readWeights.ts';
import { expected, expectSummaries, fixture } from './fixtures.ts';

const file = 'pvt_small.pth';
const zeros = (shape: readonly number[]): NamedTensor => ({ shape, data: new Float32Array(countElements(shape)) });
const tensorsOf = (shapes: Readonly<Record<string, readonly number[]>>) => new Map(Object.entries(shapes).map(([name, shape]) => [name, zeros(shape)]));
const paper = buildPredictionGraph(presets.paper.model, 1, 'cpu').parameters;

/** Names and shapes of pvt_small.pth, from PVT-small's published sizes. */
function pvtSmall(): Record<string, number[]> {
  const shapes: Record<string, number[]> = { cls_token: [1, 1, 512], 'norm.weight': [512], 'norm.bias': [512], 'head.weight': [1000, 512], 'head.bias': [1000] };
  const layer = (name: string, weight: number[]) => {
    shapes[`${name}.weight`] = weight;
    shapes[`${name}.bias`] = [weight[0]];
  };
  const stages = [[64, 3, 4, 3, 8, 8, 3136], [128, 64, 2, 4, 8, 4, 784], [320, 128, 2, 6, 4, 2, 196], [512, 320, 2, 3, 4, 1, 50]];
  stages.forEach(([width, inputs, patch, depth, ratio, reduction, rows], index) => {
    shapes[`pos_embed${index + 1}`] = [1, rows, width];
    layer(`patch_embed${index + 1}.proj`, [width, inputs, patch, patch]);
    layer(`patch_embed${index + 1}.norm`, [width]);
    for (let block = 0; block < depth; block++) {
      const name = `block${index + 1}.${block}`;
      for (const norm of ['norm1', 'norm2']) layer(`${name}.${norm}`, [width]);
      layer(`${name}.attn.q`, [width, width]);
      layer(`${name}.attn.kv`, [2 * width, width]);
      layer(`${name}.attn.proj`, [width, width]);
      if (reduction > 1) layer(`${name}.attn.sr`, [width, width, reduction, reduction]);
      if (reduction > 1) layer(`${name}.attn.norm`, [width]);
      layer(`${name}.mlp.fc1`, [ratio * width, width]);
      layer(`${name}.mlp.fc2`, [width, ratio * width]);
    }
  });
  return shapes;
}

test('pvt_small.pth fills the paper preset but for the CLS tokens of stages 1 to 3 and the fusion', () => {
  const published = pvtSmall();
  expect(Object.keys(published)).toHaveLength(301);
  const match = matchWeights(tensorsOf(published), paper, { file });
  const fusion = /^(?:cls_token[123]|(?:cross|global|local)_proj\d\..*|[lv]_proj\..*|vl_proj\..*|pos_embed|fusion_model\..*|head\..*)$/;
  expect(match).toMatchObject({ kind: 'PVT', unexpected: [], leftOut: ['head.weight', 'head.bias'] });
  expect(match.weights.size).toBe(299);
  expect(match.missing).toEqual(paper.map(({ name }) => name).filter((name) => fusion.test(name)));
  const explained = explainMismatch(match);
  for (const name of ['cls_token1', 'cls_token2', 'cls_token3']) expect(explained).toContain(name);
  expect(explained).toContain('fusion_model: attn.query.weight, attn.query.bias');
  expect(explained).toContain(`${match.missing.length} tensors of the model not in the file`);
});

test('what a training wrapper puts before the names does not matter, twice the same name does', () => {
  const wrapped = new Map([...tensorsOf(pvtSmall())].map(([name, tensor]) => [`module.${name}`, tensor]));
  expect(matchWeights(wrapped, paper, { file }).weights.size).toBe(299);
  wrapped.set('norm.weight', zeros([512]));
  expect(() => matchWeights(wrapped, paper, { file })).toThrow('Several tensors could be norm.weight: module.norm.weight, norm.weight');
});

test('a position table of another picture size, another shape and a value that is no number are named', () => {
  const shapes = pvtSmall();
  expect(() => matchWeights(tensorsOf({ ...shapes, pos_embed4: [1, 197, 512] }), paper, { file })).toThrow('The position table pos_embed4 is for pictures of 448 x 448 pixels, the model\'s for 224 x 224');
  expect(() => matchWeights(tensorsOf({ ...shapes, 'norm.bias': [511] }), paper, { file })).toThrow('The tensor norm.bias has the shape [511], the model\'s [512]');
  const tensors = tensorsOf(shapes);
  tensors.set('norm.bias', { shape: [512], data: new Float32Array(512).fill(NaN, 7, 8) });
  expect(() => matchWeights(tensors, paper, { file })).toThrow('The tensor norm.bias holds NaN at place 7');
  expect(() => matchWeights(tensorsOf({ 'fc.weight': [3, 3] }), paper, { file })).toThrow('The first names: fc.weight');
});

test('transformers\' PVT reads as PVT: keys and values become one product, with either name of the reduction', async () => {
  const config = { ...presets.tiny.model, imageSize: 32, positionSize: 32, widths: [8, 16, 24, 32], depths: [2, 1, 1, 1], heads: [1, 2, 3, 4], mlpRatios: [2, 2, 2, 2] } as const;
  const specs = buildPredictionGraph(config, 1, 'cpu').parameters;
  const tensors = await readWeights(fixture('pvt.safetensors'));
  const match = matchWeights(tensors, specs, { file });
  expect(match).toMatchObject({ kind: 'PVT of Hugging Face', unexpected: [], leftOut: ['classifier.bias', 'classifier.weight'] });
  expect([...match.weights.keys()].toSorted()).toEqual(Object.keys(expected.pvt).toSorted());
  expectSummaries(match.weights, expected.pvt);
  const old = new Map([...tensors].map(([name, tensor]) => [name.replace(/^pvt\./, '').replace('sequence_reduction', 'sr'), tensor]));
  expect(matchWeights(old, specs, { file })).toEqual(match);
});

test.each(['bert.safetensors', 'bert-old.bin', 'bert-alone.safetensors'])('transformers\' BERT in %s fills ours and leaves out its heads', async (name) => {
  const table = createParameterTable(new GraphBuilder());
  const { g } = table;
  bert(table, g.input('ids', [1, 12], 'int32'), g.input('mask', [1, 12]), { vocabulary: 20, width: 8, layers: 2, heads: 2, feedForward: 16, maxLength: 12 });
  const match = matchWeights(await readWeights(fixture(name)), table.specs, { file });
  expect(match).toMatchObject({ kind: 'BERT', missing: [], unexpected: [] });
  expect(match.leftOut.every((one) => /^(?:bert\.)?pooler|^cls\.|position_ids$/.test(one))).toBe(true);
  expectSummaries(match.weights, expected.bert);
});

test('a released MGHFT checkpoint fills the paper preset whatever stands before its parts\' names', () => {
  const prefixed = paper.map(({ name, shape }) => [`model.${/^(?:fusion_model|v_proj|vl_proj|l_proj|pos_embed$|head)/.test(name) ? '' : 'vision.'}${name}`, zeros(shape)] as const);
  const others = tensorsOf({ 'model.vision.tau': [1], 'model.vision.norm_t.weight': [512], 'model.bert.embeddings.word_embeddings.weight': [3, 2], 'model.fusion_model.ffn_norm.weight': [768] });
  const match = matchWeights(new Map([...prefixed, ...others]), paper, { file });
  expect(match).toMatchObject({
    kind: 'MGHFT', missing: [], unexpected: ['model.fusion_model.ffn_norm.weight'],
    leftOut: ['model.vision.tau', 'model.vision.norm_t.weight', 'model.bert.embeddings.word_embeddings.weight'],
  });
  expect(explainMismatch(match)).toBe('1 tensor of the file not in the model: model.fusion_model.ffn_norm.weight');
  expect(() => matchWeights(new Map([...prefixed, ['ema.head.bias', zeros([7])]]), paper, { file })).toThrow('Several tensors could be head.bias: model.head.bias, ema.head.bias');
  expect(matchWeights(new Map([...prefixed, ['old.head.bias', zeros([1000])]]), paper, { file }).unexpected).toEqual(['old.head.bias']);
});
