import { afterAll, expect, test } from 'vitest';
import { buildForwardGraph } from '../../../engine/train/forwardGraph.ts';
import { drawn, drawnParameter } from '../../support/drawn.ts';
import { expectClose, expectGradients, printWorstErrors } from './comparison.ts';
import { variantInputs, type Variant } from './variant.ts';
import { readGolden } from './readGolden.ts';
import { runModel } from './runModel.ts';

interface FullSize extends Variant {
  /** Whether rounding leaves the order of a head's key tokens alone. */
  readonly ordered: boolean;
}

type Draw = typeof drawnParameter;

afterAll(printWorstErrors);

/** `draw`, but all rows of pos_embed are alike: they belong to places in the order of key tokens. */
const sameRows = (draw: Draw): Draw => (name, shape) => {
  if (name !== 'pos_embed') return draw(name, shape);
  const row = draw(name, [1, 1, shape[2]]);
  return Float32Array.from({ length: shape[1] * row.length }, (_, i) => row[i % row.length]);
};

/** A gradient as two numbers: its norm and its product with a drawn vector. */
function digest(slope: ArrayLike<number>, direction: Float32Array): readonly number[] {
  let [squares, product] = [0, 0];
  for (let i = 0; i < slope.length; i++) {
    squares += slope[i] ** 2;
    product += slope[i] * direction[i];
  }
  return [Math.sqrt(squares), product];
}

test.each(['paper', 'released', '448'])('PVT-small\'s and the paper\'s widths, %s: outputs, losses and every gradient', async (file) => {
  const { metadata, names, read } = await readGolden<FullSize>(`full-size-${file}`);
  const places = metadata.ordered ? (draw: Draw) => draw : sameRows;
  const direction = places((name, shape) => drawn(`direction ${name}`, shape));
  const { model, parameters } = buildForwardGraph(metadata, metadata.batch, true);
  const results = await runModel(model, variantInputs(metadata), places(drawnParameter));
  expect(Object.keys(results).filter((name) => metadata.ordered || !name.startsWith('tokens.')).toSorted()).toEqual(names.toSorted());
  for (const name of names) {
    if (name.startsWith('tokens.')) expect(Array.from(results[name]), name).toEqual(Array.from(read(name)));
    else if (!name.startsWith('grad.')) expectClose(`full size, ${file}`, 'forward', name, results[name], read(name));
  }
  const digests = parameters.map(({ name, shape }) => [`grad.${name}`, digest(results[`grad.${name}`], direction(name, shape))] as const);
  expectGradients(() => `full size, ${file}`, Object.fromEntries(digests), new Map(digests.map(([name]) => [name, read(name)])));
});
