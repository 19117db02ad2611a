import { afterAll, test } from 'vitest';
import { alignmentLoss, crossEntropy } from '../../../engine/model/losses.ts';
import type { LossConfig } from '../../../engine/model/modelConfig.ts';
import { drawn } from '../../support/drawn.ts';
import { expectClose, expectGradients, printWorstErrors } from './comparison.ts';
import { drawnTarget } from './drawnTarget.ts';
import { readGolden } from './readGolden.ts';
import { runBlock } from './runModel.ts';

afterAll(printWorstErrors);

const { metadata: { loss }, read } = await readGolden<{ readonly loss: LossConfig }>('losses');

test.each((['mean', 'sum'] as const).flatMap((reduction) => (['contrastive', 'mlce'] as const).map((term) => ({ reduction, term }))))(
  'alignment: $term, $reduction', async ({ reduction, term }) => {
    const pair = Object.fromEntries(['visual', 'text'].map((name) => [name, { shape: [5, 8], data: drawn(name, [5, 8]) }]));
    const { results } = await runBlock(term, pair, ({ g }, { visual, text }) => alignmentLoss(g, visual, text, { ...loss, mlceReduction: reduction })[term], ['visual', 'text']);
    expectClose(term, 'forward', reduction, results['output'], read(`${reduction} ${term} output`));
    expectGradients(() => term, results, new Map(['grad.visual', 'grad.text'].map((name) => [name, read(`${reduction} ${term} ${name}`)])));
  });

test.each([0, 0.2])('cross entropy, smoothing %s', async (smoothing) => {
  const inputs = { logits: { shape: [5, 7], data: drawn('logits', [5, 7], 3) }, target: { shape: [5, 7], data: drawnTarget('labels', 5, 7, smoothing) } };
  const { results } = await runBlock('cross entropy', inputs, ({ g }, { logits, target }) => crossEntropy(g, logits, target), ['logits']);
  expectClose('cross entropy', 'forward', `smoothing ${smoothing}`, results['output'], read(`smoothing ${smoothing} output`));
  expectGradients(() => 'cross entropy', results, new Map([['grad.logits', read(`smoothing ${smoothing} grad.logits`)]]));
});
