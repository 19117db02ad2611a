import { expect, test } from 'vitest';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { chooseKeyTokens, gatherTokens, reverseColumns, tokenImportance } from '../../../engine/model/keyTokens.ts';
import { randomArray, runGraph } from '../../support/runGraph.ts';

type Matrix = number[][];
const multiply = (a: Matrix, b: Matrix): Matrix => a.map((row) => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
const transpose = (a: Matrix): Matrix => a[0].map((_, j) => a.map((row) => row[j]));

function softmaxRows(data: Float32Array, rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, (_, i) => {
    const row = Array.from(data.subarray(i * columns, (i + 1) * columns), Math.exp);
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((x) => x / sum);
  });
}

/** The full product that the vector chain replaces, in double precision. */
function fullProductRow(maps: Matrix[], square: boolean): number[] {
  const orient = (map: Matrix, index: number) => (!square && index % 2 === 0 ? transpose(map) : map);
  return maps.slice(1).reduce((product, map, index) => multiply(orient(map, index + 1), product), orient(maps[0], 0))[0];
}

test.each([
  { depth: 1, n: 10, m: 4 }, { depth: 2, n: 10, m: 4 }, { depth: 3, n: 10, m: 4 }, { depth: 4, n: 17, m: 5 }, { depth: 6, n: 17, m: 5 }, { depth: 3, n: 5, m: 5 }, { depth: 1, n: 5, m: 5 },
])('the chain equals row 0 of the full product: $depth maps of $n x $m', async ({ depth, n, m }) => {
  const maps = Array.from({ length: depth }, (_, i) => softmaxRows(randomArray([n, m], 'maps', depth, i), n, m));
  const g = new GraphBuilder();
  const inputs = maps.map((_, i) => g.input(`a${i}`, [1, 1, n, m]));
  const { row } = await runGraph(g, { row: tokenImportance(g, inputs) }, Object.fromEntries(maps.map((map, i) => [`a${i}`, Float32Array.from(map.flat())])));
  const expected = fullProductRow(maps, n === m);
  expect(row).toHaveLength(n);
  row.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
});

test('each head takes its own strongest tokens, never the CLS token', async () => {
  const g = new GraphBuilder();
  const tokens = g.input('tokens', [2, 5, 1]);
  const map = g.input('map', [2, 2, 5, 5]);
  const weights = new Float32Array(2 * 2 * 25);
  // Row 0 of each map: sample 0 prefers tokens 3, 1 (head 0) and 2, 4 (head 1); sample 1 prefers 4, 2 and 1, 3.
  [[9, 5, 1, 8, 2], [9, 1, 7, 2, 5], [9, 1, 5, 2, 8], [9, 8, 1, 5, 2]].forEach((row, head) => row.forEach((value, i) => { weights[head * 25 + i] = value; }));
  const chosen = chooseKeyTokens(g, [map], 2);
  const { picked, rows, reversed } = await runGraph(g, { picked: gatherTokens(g, tokens, chosen), rows: chosen, reversed: reverseColumns(g, chosen) }, { tokens: Float32Array.from([0, 1, 2, 3, 4, 10, 11, 12, 13, 14]), map: weights });
  expect(picked).toEqual([3, 1, 2, 4, 14, 12, 11, 13]);
  expect(rows).toEqual([3, 1, 2, 4, 4, 2, 1, 3]);
  expect(reversed).toEqual([4, 2, 1, 3, 3, 1, 2, 4]);
});
