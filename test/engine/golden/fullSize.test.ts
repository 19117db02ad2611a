import { afterAll, expect, test } from 'vitest';
import { buildForwardGraph } from '../../../engine/train/forwardGraph.ts';
import { expectClose, printWorstErrors } from './comparison.ts';
import { variantInputs, type Variant } from './variant.ts';
import { readGolden } from './readGolden.ts';
import { runModel } from './runModel.ts';

afterAll(printWorstErrors);

test.each(['paper', 'released'])('PVT-small and the paper\'s widths at 224, %s: outputs and losses', async (recipe) => {
  const { metadata, names, read } = await readGolden<Variant>(`full-size-${recipe}`);
  const results = await runModel(buildForwardGraph(metadata, metadata.batch, false).model, variantInputs(metadata));
  expect(names.toSorted()).toEqual(Object.keys(results).filter((name) => !name.startsWith('tokens.')).toSorted());
  for (const name of names) expectClose(`full size, ${recipe}`, 'forward', name, results[name], read(name));
});
