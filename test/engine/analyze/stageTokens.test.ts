import { expect, test } from 'vitest';
import { featureSources } from '../../../engine/analyze/mapKey.ts';
import { buildFeatureGraph, requireSource, tokenSources } from '../../../engine/analyze/stageTokens.ts';
import { GraphBuilder } from '../../../engine/graph/graphBuilder.ts';
import { mghft, noNoise } from '../../../engine/model/mghft.ts';
import type { FusionModules } from '../../../engine/model/modelConfig.ts';
import { createParameterTable } from '../../../engine/model/parameters.ts';
import { batchInputs, buildPredictionGraph } from '../../../engine/train/trainingGraph.ts';
import { drawn } from '../../support/drawn.ts';
import { microTraining } from '../../support/microModel.ts';
import { runModel } from '../golden/runModel.ts';

const [batch, width] = [3, 16];
const withModules = (modules: Partial<FusionModules>) => ({ ...microTraining.model, modules: { ...microTraining.model.modules, ...modules } });
const model = withModules({});
const inputs = { picture: drawn('picture', [batch, 3, model.imageSize, model.imageSize], 2), text: drawn('text', [batch, 4, model.textWidth]) };
const row = (values: ArrayLike<number>, at: number) => Array.from(values).slice(at * width, (at + 1) * width);
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);

test('a stage\'s picture and text are what the alignment loss compares, and fused is equation 7 of them', async () => {
  const found = await runModel(buildFeatureGraph(model, batch, ['fused', ...tokenSources(model)]).model, inputs);
  const g = new GraphBuilder();
  const { picture, text } = batchInputs(g, model, batch);
  const { alignment, feature } = mghft(createParameterTable(g), picture, text, model, noNoise);
  alignment.forEach((pair, stage) => {
    g.output(pair.visual, `visual.${stage + 1}`);
    g.output(pair.text, `text.${stage + 1}`);
  });
  g.output(feature, 'fused');
  const compared = await runModel(g.build('alignment'), inputs);
  for (const name of Object.keys(compared)) expect(Array.from(found[name]), name).toEqual(Array.from(compared[name]));
  expect(Object.keys(compared)).toHaveLength(9);

  for (let sticker = 0; sticker < batch; sticker++) {
    const texts = [1, 2, 3, 4].map((stage) => row(compared[`text.${stage}`], sticker));
    for (const stage of [1, 2, 3, 4]) {
      const visual = row(compared[`visual.${stage}`], sticker);
      const weights = texts.map((told) => Math.exp(dot(visual, told)));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      row(found[`fused.${stage}`], sticker).forEach((value, i) => expect(value).toBeCloseTo(visual[i] + texts.reduce((sum, told, at) => sum + (weights[at] / total) * told[i], 0), 4));
    }
  }
});

const choices = [false, true];
const combinations = choices.flatMap((alignment) => choices.flatMap((globalFusion) => choices.flatMap((localFusion) => choices.map((textGuidedAttention) => ({ alignment, globalFusion, localFusion, textGuidedAttention })))));

test.each(combinations)('a model with %o has no other parameters for its features, and those it has run', async (modules) => {
  const config = withModules(modules);
  const sources = tokenSources(config);
  const graph = buildFeatureGraph(config, batch, ['fused', ...sources]);
  expect(graph.parameters).toEqual(buildPredictionGraph(config, batch, 'cpu').parameters);
  const found = await runModel(graph.model, inputs);
  expect(Object.keys(found).toSorted()).toEqual(['fused', ...sources].toSorted());
  expect(sources.length).toBe(4 + (modules.globalFusion ? 4 : 0) + (Object.values(modules).some(Boolean) ? 4 : 0));
  for (const source of sources) expect(found[source], source).toHaveLength(batch * width);
});

test('features that modules in force do not make are refused, with what to take instead', () => {
  for (const source of featureSources) expect(() => requireSource(model, source, 'run')).not.toThrow();
  const bare = withModules({ alignment: false, globalFusion: false, localFusion: false, textGuidedAttention: false });
  const refusal = (config: typeof bare, source: (typeof featureSources)[number]) => {
    try {
      requireSource(config, source, 'run');
    } catch (error) {
      return error;
    }
    return null;
  };
  expect(refusal(bare, 'text.2')).toMatchObject({ name: 'StickerLabError', message: expect.stringContaining('no text features') as string, file: 'run', remedy: expect.stringMatching(/\w/u) as string });
  expect(refusal(withModules({ globalFusion: false }), 'fused.3')).toMatchObject({ name: 'StickerLabError', message: expect.stringContaining('globalFusion') as string, remedy: expect.stringContaining('visual.3') as string });
  for (const source of ['fused', 'untrained', 'visual.1'] as const) expect(refusal(bare, source)).toBeNull();
});
