import { expect, test } from 'vitest';
import { initializeParameter, type Initialization } from '../../../engine/model/parameters.ts';
import { applySettings } from '../../../engine/train/applySettings.ts';
import { presets } from '../../../engine/train/presets.ts';
import { recipes } from '../../../engine/train/recipes.ts';
import { buildPredictionGraph } from '../../../engine/train/trainingGraph.ts';

const shape = [500, 300];

function statistics(initialization: Initialization) {
  const data = initializeParameter({ name: 'w', shape, initialization }, 1);
  const mean = data.reduce((sum, x) => sum + x, 0) / data.length;
  const deviation = Math.sqrt(data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / data.length);
  const beyond = (bound: number) => data.filter((x) => Math.abs(x) > bound).length / data.length;
  return { count: data.length, mean, deviation, beyond };
}

// A uniform has 1 / sqrt(3) of its bound.
test.each<[string, Initialization, { deviation: number; bound: number }]>([
  ['uniform', { uniform: 0.25 }, { deviation: 0.25 / Math.sqrt(3), bound: 0.25 }],
  ['xavier-uniform', 'xavier-uniform', { deviation: Math.sqrt(2 / 800), bound: Math.sqrt(6 / 800) }],
])('%s: mean 0, its deviation, and all within its bound', (_, initialization, { deviation, bound }) => {
  const found = statistics(initialization);
  expect(found.count).toBe(150_000);
  expect(Math.abs(found.mean) / deviation).toBeLessThan(0.02);
  expect(found.deviation / deviation).toBeCloseTo(1, 2);
  expect(found.beyond(bound * (1 + 1e-6))).toBe(0);
  expect(found.beyond(bound * 0.98)).toBeGreaterThan(0);
});

test('a normal has its deviation, and is not cut', () => {
  const found = statistics({ normal: 1e-6 });
  expect(Math.abs(found.mean) / 1e-6).toBeLessThan(0.02);
  expect(found.deviation / 1e-6).toBeCloseTo(1, 2);
  expect(found.beyond(2e-6)).toBeCloseTo(0.0455, 2);
  expect(found.beyond(3e-6)).toBeCloseTo(0.0027, 3);
});

test('zeros and ones are that', () => {
  expect(new Set(initializeParameter({ name: 'w', shape, initialization: 'zeros' }, 1))).toEqual(new Set([0]));
  expect(new Set(initializeParameter({ name: 'w', shape, initialization: 'ones' }, 1))).toEqual(new Set([1]));
});

test('a draw belongs to seed and name, whatever the shape', () => {
  const draw = (name: string, seed: number, sizes = [8]) => [...initializeParameter({ name, shape: sizes, initialization: { uniform: 1 } }, seed)];
  expect(draw('a', 1, [2, 4])).toEqual(draw('a', 1));
  expect(draw('b', 1)).not.toEqual(draw('a', 1));
  expect(draw('a', 2)).not.toEqual(draw('a', 1));
});

const small = { normal: 0.02 };
const nearZero = { normal: 1e-6 };
/** PyTorch's default for a layer with so many inputs. */
const usual = (inputs: number): Initialization => ({ uniform: expect.closeTo(1 / Math.sqrt(inputs), 12) as number });

/** The released model's first values; the first line that fits a name counts. */
const released: readonly (readonly [RegExp, Initialization])[] = [
  [/norm\d?\.weight$/, 'ones'], [/norm\d?\.bias$/, 'zeros'],
  [/^(cls_token\d?|pos_embed\d?)$/, small],
  [/^patch_embed1\.proj\./, usual(3 * 4 * 4)], [/^patch_embed2\.proj\./, usual(64 * 2 * 2)], [/^patch_embed3\.proj\./, usual(128 * 2 * 2)], [/^patch_embed4\.proj\./, usual(320 * 2 * 2)],
  [/^block1\.\d\.attn\.sr\./, usual(64 * 8 * 8)], [/^block2\.\d\.attn\.sr\./, usual(128 * 4 * 4)], [/^block3\.\d\.attn\.sr\./, usual(320 * 2 * 2)],
  [/^block\d\.\d\.(attn\.(q|kv|proj)|mlp\.fc[12])\.weight$/, small], [/^block\d\.\d\.(attn\.(q|kv|proj)|mlp\.fc[12])\.bias$/, 'zeros'],
  [/^(cross|local|global)_proj\d\.[02]\.weight$/, small], [/^(cross|local|global)_proj\d\.[02]\.bias$/, 'zeros'],
  [/^(l_proj|v_proj|vl_proj|head|fusion_model\.ffn\.fc[12])\.weight$/, 'xavier-uniform'], [/^(l_proj|v_proj|vl_proj|head|fusion_model\.ffn\.fc[12])\.bias$/, nearZero],
  [/^fusion_model\.attn\.(query|key|value|out)\./, usual(768)],
];

/** What the released model has no layers for starts as PyTorch has it. */
const ours: typeof released = [
  [/^fusion_model\.attn\.text_(key|value)\./, usual(768)],
  [/^local_fusion1\./, usual(64)], [/^local_fusion2\./, usual(128)], [/^local_fusion3\./, usual(320)], [/^(local_fusion4|global_fusion)\./, usual(512)],
];

const crossAttention = { 'model.fusion': 'cross-attention', 'model.sharedKeyValue': 'false' };

test.each([
  ['the released model', recipes.released, released], ['cross-attention with keys and values apart', { ...recipes.released, ...crossAttention }, [...released, ...ours]],
])('every layer of %s starts with its own kind of values', (_, settings, table) => {
  const { parameters } = buildPredictionGraph(applySettings(presets.paper, settings).model, 1, 'cpu');
  const expected = parameters.map(({ name }) => [name, table.find(([pattern]) => pattern.test(name))?.[1]]);
  expect(parameters.map(({ name, initialization }) => [name, initialization])).toEqual(expected);
  expect(table.filter(([pattern]) => !parameters.some(({ name }) => pattern.test(name)))).toEqual([]);
});
