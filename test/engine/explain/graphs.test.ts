import { expect, test } from 'vitest';
import { buildDecisionGraph, buildFusionGraph, buildVisionGraph, stageNames } from '../../../engine/explain/graphs.ts';
import type { ModelConfig } from '../../../engine/model/modelConfig.ts';
import { buildPredictionGraph } from '../../../engine/train/trainingGraph.ts';
import { drawn } from '../../support/drawn.ts';
import { microTraining } from '../../support/microModel.ts';
import { runModel } from '../golden/runModel.ts';

const { model } = microTraining;
const variants: readonly (readonly [string, ModelConfig])[] = [
  ['all modules', model],
  ['no text step, cross-attention', { ...model, fusion: 'cross-attention', modules: { ...model.modules, textGuidedAttention: false } }],
  ['no modules', { ...model, modules: { alignment: false, globalFusion: false, localFusion: false, textGuidedAttention: false } }],
];
const picture = drawn('picture', [1, 3, model.imageSize, model.imageSize]);
const text = drawn('text', [1, 4, model.textWidth]);

test.each(variants)('backbone and fusion apart answer as the model does, with its parameters alone: %s', async (_, config) => {
  const [vision, fusion, whole] = [buildVisionGraph(config), buildFusionGraph(config), buildPredictionGraph(config, 1, 'cpu')];
  const names = (graph: typeof whole) => graph.parameters.map(({ name }) => name);
  expect([...names(vision), ...names(fusion)]).toEqual(names(whole));
  const seen = await runModel(vision.model, { picture }) as Record<string, Float32Array>;
  const fused = await runModel(fusion.model, { ...seen, text });
  const { logits } = await runModel(whole.model, { picture, text });
  for (let i = 0; i < config.classes; i++) expect(fused['logits'][i]).toBeCloseTo(logits[i], 5);
  expect('textual' in fused).toBe(config.modules.textGuidedAttention);
});

test('what decides is never negative, and another class has another', async () => {
  const graph = buildDecisionGraph(model);
  expect(graph.parameters.map(({ name }) => name)).toEqual(buildPredictionGraph(model, 1, 'cpu').parameters.map(({ name }) => name));
  const of = (target: number) => runModel(graph.model, { picture, text, target: Float32Array.from({ length: model.classes }, (_, i) => (i === target ? 1 : 0)) });
  const [first, second] = [await of(0), await of(1)];
  for (const stage of [0, 1, 2, 3]) {
    const { decision } = stageNames(stage);
    expect(Math.min(...Array.from(first[decision]))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...Array.from(first[decision]), ...Array.from(second[decision]))).toBeGreaterThan(0);
    expect(Array.from(first[decision])).not.toEqual(Array.from(second[decision]));
  }
});
