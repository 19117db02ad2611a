import { afterAll, test } from 'vitest';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { poolText } from '../../../engine/model/bert.ts';
import { drawn } from '../../support/drawn.ts';
import { expectClose, printWorstErrors } from './comparison.ts';
import { readGolden } from './readGolden.ts';
import { runModel } from './runModel.ts';

afterAll(printWorstErrors);

test.each(['pieces', 'positions'] as const)('a text\'s feature is the mean of the last four layers over its %s', async (pooling) => {
  const { read } = await readGolden('text-pooling');
  const g = new GraphBuilder();
  const shape = [3, 12, 10];
  const layers = [0, 1, 2, 3, 4].map((layer) => g.input(`layer ${layer}`, shape));
  g.output(poolText(g, layers, g.input('mask', [3, 12]), pooling), 'feature');
  const { feature } = await runModel(g.build('pooling'), { mask: read('mask'), ...Object.fromEntries(layers.map(({ name }) => [name, drawn(name, shape)])) });
  expectClose('text pooling', 'forward', pooling, feature, read(pooling));
});
