import { afterAll, expect, test } from 'vitest';
import type { Value } from '../../../engine/graph/value.ts';
import { crossAttentionFusion, softFusion, textGuidedFusionAttention } from '../../../engine/model/fusion.ts';
import type { ModelConfig } from '../../../engine/model/modelConfig.ts';
import type { ModelScope } from '../../../engine/model/parameters.ts';
import { drawn, drawnParameter, drawnQuietParameter } from '../../support/drawn.ts';
import { expectClose, expectGradients, printWorstErrors } from './comparison.ts';
import { readGolden } from './readGolden.ts';
import { runBlock } from './runModel.ts';

afterAll(printWorstErrors);

const { metadata: { cases }, names, read } = await readGolden<{ readonly cases: readonly { readonly name: string; readonly model: ModelConfig }[] }>('fusion');

type Block = (scope: ModelScope, visual: Value, text: Value) => Value;

interface Inputs {
  readonly visual: readonly number[];
  readonly text: readonly number[];
  /** Scales of the two. */
  readonly scales: readonly [number, number];
}

async function compare(name: string, { visual, text, scales }: Inputs, block: Block, draw = drawnParameter): Promise<void> {
  const prefix = `${name} grad.`;
  const slopes = new Map(names.filter((each) => each.startsWith(prefix)).map((each) => [each.slice(prefix.length), read(each)]));
  const inputs = { visual: { shape: visual, data: drawn(`${name} visual`, visual, scales[0]) }, text: { shape: text, data: drawn(`${name} text`, text, scales[1]) } };
  const { results, parameters } = await runBlock(name, inputs, (scope, values) => block(scope, values['visual'], values['text']), [...slopes.keys()], draw);
  expect([...slopes.keys()].filter((each) => each !== 'visual' && each !== 'text').toSorted()).toEqual(parameters.toSorted());
  expectClose(name, 'forward', 'output', results['output'], read(`${name} output`));
  expectGradients(() => name, results, new Map([...slopes].map(([each, slope]) => [`grad.${each}`, slope])));
}

test.each([{ name: 'soft local', texts: 1 }, { name: 'soft global', texts: 4 }])('$name fusion', ({ name, texts }) =>
  compare(name, { visual: [2, 4, 6], text: [2, texts, 6], scales: [1, 1] }, ({ g }, visual, text) => softFusion(g, visual, text)));

test.each([{ name: 'cross-attention local', texts: 1, parameters: 'local_fusion2' }, { name: 'cross-attention global', texts: 4, parameters: 'global_fusion' }])(
  '$name fusion', ({ name, texts, parameters }) =>
    compare(name, { visual: [2, 4, 6], text: [2, texts, 6], scales: [1, 1] }, (scope, visual, text) => crossAttentionFusion(scope, visual, text, parameters, 2)));

test.each(cases)('fusion attention: $name', ({ name, model }) =>
  compare(name, { visual: [2, 9, 12], text: [2, 8, 12], scales: [model.preNorm ? 0.05 : 2, 2] },
    (scope, visual, text) => textGuidedFusionAttention(scope, visual, () => text, model, (x) => x).feature, model.preNorm ? drawnQuietParameter : drawnParameter));
