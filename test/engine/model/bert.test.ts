import path from 'node:path';
import { expect, test } from 'vitest';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { bert, bertParameters, poolText } from '../../../engine/model/bert.ts';
import { createParameterTable } from '../../../engine/model/parameters.ts';
import { readSafetensors } from '../../../engine/weights/safetensors.ts';
import { runGraph } from '../../support/runGraph.ts';

// Hugging Face's BertModel: four sequences of 40 positions with 40, 17, 2 and no real pieces.
const { tensors } = await readSafetensors(path.join(import.meta.dirname, '../../reference/bert.safetensors'));
const config = { vocabulary: 60, width: 32, layers: 5, heads: 4, feedForward: 64, maxLength: 40 };
const golden = (name: string) => tensors.get(name)!.data as Float32Array;

/** The first `rows` sequences, cut to `length` positions. */
async function runBert(rows: number, length: number): Promise<Record<string, number[]>> {
  const g = new GraphBuilder();
  const table = createParameterTable(g);
  const mask = g.input('mask', [rows, length]);
  const layers = bert(table, g.input('ids', [rows, length], 'int32'), mask, config);
  const outputs = Object.fromEntries(layers.map((layer, index) => [`states.${index}`, layer]));
  const pooled = { 'pooled.pieces': poolText(g, layers, mask, 'pieces'), 'pooled.positions': poolText(g, layers, mask, 'positions') };
  const cut = (name: string) => Array.from({ length: rows }, (_, row) => Array.from(tensors.get(name)!.data.subarray(row * 40, row * 40 + length), Number)).flat();
  const weights = table.specs.map(({ name }) => [name, golden(`weights.${name}`)] as const);
  return runGraph(g, { ...outputs, ...pooled }, { ...Object.fromEntries(weights), ids: Int32Array.from(cut('ids')), mask: Float32Array.from(cut('mask')) });
}

/** Largest difference, relative to the largest value. */
const difference = (ours: readonly number[], theirs: Float32Array | readonly number[]) =>
  Math.max(...ours.map((x, i) => Math.abs(x - theirs[i]))) / Math.max(...theirs.map(Math.abs));

test('every layer agrees with Hugging Face, at real positions, at padding, and where all is padding', async () => {
  const ours = await runBert(4, 40);
  for (let layer = 0; layer < 5; layer++) {
    const [mine, theirs] = [ours[`states.${layer}`], golden(`states.${layer}`)];
    expect(mine).toHaveLength(theirs.length);
    for (let row = 0; row < 4; row++) {
      const part = [row * 40 * 32, (row + 1) * 40 * 32] as const;
      expect(difference(mine.slice(...part), theirs.subarray(...part)), `layer ${layer}, sequence ${row}`).toBeLessThan(1e-5);
    }
  }
  expect(difference(ours['pooled.positions'], golden('pooled.positions'))).toBeLessThan(1e-5);
});

test('padding to another length changes no real position, and no mean over pieces', async () => {
  const [whole, short] = [await runBert(3, 40), await runBert(3, 17)];
  expect(difference(whole['pooled.pieces'], golden('pooled.pieces'))).toBeLessThan(1e-5);
  for (const [row, length] of [[1, 17], [2, 2]]) {
    const real = short['states.4'].slice(row * 17 * 32, (row * 17 + length) * 32);
    expect(difference(real, golden('states.4').subarray(row * 40 * 32, (row * 40 + length) * 32))).toBeLessThan(1e-5);
    const pooled = short['pooled.pieces'].slice(row * 32, row * 32 + 32);
    expect(difference(pooled, golden('pooled.pieces').subarray(row * 32, row * 32 + 32))).toBeLessThan(1e-5);
    expect(difference(short['pooled.positions'].slice(row * 32, row * 32 + 32), golden('pooled.positions').subarray(row * 32, row * 32 + 32))).toBeGreaterThan(0.001);
  }
});

test('the parameters are those of the checkpoint', () => {
  const theirs = new Map([...tensors].filter(([name]) => name.startsWith('weights.')).map(([name, { shape }]) => [name.slice(8), shape]));
  expect(new Map(bertParameters(config).map(({ name, shape }) => [name, shape]))).toEqual(theirs);
});
