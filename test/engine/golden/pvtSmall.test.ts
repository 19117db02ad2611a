import { afterAll, expect, test } from 'vitest';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { keyTokensPerHead, type ModelConfig } from '../../../engine/model/modelConfig.ts';
import { createParameterTable } from '../../../engine/model/parameters.ts';
import { pyramidVisionTransformer } from '../../../engine/model/pvt.ts';
import { drawn, drawnQuietParameter } from '../../support/drawn.ts';
import { expectClose, printWorstErrors } from './comparison.ts';
import { readGolden } from './readGolden.ts';
import { runModel } from './runModel.ts';

afterAll(printWorstErrors);

/** The same tokens a head, and in the same order but where their importance is equal to within rounding. */
function expectChosen(stage: string, chosen: readonly number[], expected: readonly number[], importance: readonly number[]): void {
  expect(chosen.toSorted((a, b) => a - b), `${stage}, as a set`).toEqual(expected.toSorted((a, b) => a - b));
  const importanceOf = new Map(expected.map((patch, rank) => [patch, importance[rank]]));
  chosen.forEach((patch, rank) => expect(Math.abs(importanceOf.get(patch)! / importance[rank] - 1), `${stage}, rank ${rank}`).toBeLessThan(1e-4));
}

test.each([224, 448])('PVT-small at %s: CLS tokens, the choice of key tokens, and the tokens chosen', async (side) => {
  const { metadata: { model, picture }, read } = await readGolden<{ readonly model: ModelConfig; readonly picture: string }>(`pvt-small-${side}`);
  const g = new GraphBuilder();
  const shape = [1, 3, side, side];
  const stages = pyramidVisionTransformer(createParameterTable(g), g.input('picture', shape), model, (x) => x);
  stages.forEach(({ global, local, chosen }, stage) => {
    g.output(global, `global.${stage}`);
    g.output(local, `local.${stage}`);
    g.output(chosen, `chosen.${stage}`);
  });
  const results = await runModel(g.build('pvt-small'), { picture: drawn(picture, shape, 2) }, drawnQuietParameter);
  stages.forEach((_, stage) => {
    const name = `stage ${stage + 1}`;
    expectClose(`PVT-small at ${side}, CLS token`, 'forward', name, results[`global.${stage}`], read(`global.${stage + 1}`));
    const [chosen, expected] = [Array.from(results[`chosen.${stage}`], (row) => row - 1), Array.from(read(`tokens.${stage + 1}`))];
    const count = keyTokensPerHead(model, stage);
    for (let from = 0; from < expected.length; from += count) {
      expectChosen(`${name}, head ${from / count}`, chosen.slice(from, from + count), expected.slice(from, from + count), Array.from(read(`importance.${stage + 1}`).slice(from, from + count)));
    }
    // Each key token as one number, its product with a drawn vector; `local` runs from the last pick to the first.
    const width = model.widths[stage];
    const direction = drawn('local', [width]);
    const products = new Map(chosen.toReversed().map((patch, row) => [patch, direction.reduce((sum, x, i) => sum + x * results[`local.${stage}`][row * width + i], 0)]));
    expectClose(`PVT-small at ${side}, key tokens`, 'forward', name, expected.map((patch) => products.get(patch)!), read(`local.${stage + 1}`));
  });
});
