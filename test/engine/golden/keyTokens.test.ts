import { afterAll, expect, test } from 'vitest';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { chooseKeyTokens, gatherTokens, tokenImportance } from '../../../engine/model/keyTokens.ts';
import { drawn } from '../../support/drawn.ts';
import { expectClose, printWorstErrors } from './comparison.ts';
import { readGolden } from './readGolden.ts';
import { runModel } from './runModel.ts';

interface Case {
  readonly name: string;
  readonly depth: number;
  readonly n: number;
  readonly m: number;
  readonly heads: number;
  readonly count: number;
}

afterAll(printWorstErrors);

const { metadata: { cases }, read } = await readGolden<{ readonly cases: readonly Case[] }>('key-tokens');

test.each(cases)('the vector chain and the choice equal the full product\'s: $name', async ({ name, depth, n, m, heads, count }) => {
  const g = new GraphBuilder();
  const shape = [2, heads, n, m];
  const scores = Array.from({ length: depth }, (_, i) => g.input(`map ${i}`, shape));
  const maps = scores.map((x) => g.softmax(x));
  const chosen = chooseKeyTokens(g, maps, count);
  g.output(tokenImportance(g, maps), 'importance');
  g.output(chosen, 'rows');
  g.output(gatherTokens(g, g.input('tokens', [2, n, 3]), chosen), 'values');
  const inputs = Object.fromEntries(scores.map((x) => [x.name, drawn(`${name} ${x.name}`, shape, 5)]));
  const results = await runModel(g.build('key tokens'), { ...inputs, tokens: drawn(`${name} tokens`, [2, n, 3]) });
  expectClose('key tokens', 'forward', name, results['importance'], read(`${name} importance`));
  expect(Array.from(results['rows'], (row) => row - 1)).toEqual(Array.from(read(`${name} indices`)));
  expect(Array.from(results['values'])).toEqual(Array.from(read(`${name} values`)));
});
