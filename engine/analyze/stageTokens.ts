import { StickerLabError } from '../errors/stickerLabError.ts';
import { GraphBuilder } from '../graph/graphBuilder.ts';
import { mghft, noNoise } from '../model/mghft.ts';
import { readsTexts, type ModelConfig } from '../model/modelConfig.ts';
import { createParameterTable } from '../model/parameters.ts';
import { batchInputs, type TrainingGraph } from '../train/trainingGraph.ts';
import { featureSources, type FeatureSource } from './mapKey.ts';

/** Why a model has no such feature, and what to do; null where it has. */
function absence({ modules }: ModelConfig, source: FeatureSource): [message: string, remedy: string] | null {
  if (source.startsWith('text.') && !readsTexts(modules)) return ['This run has no text features: all modules that look at texts are off', 'Choose fused or visual, or a run that has one of those modules.'];
  if (source.startsWith('fused.') && !modules.globalFusion) return [`This run does not fuse its global tokens: the module globalFusion is off`, `Choose ${source.replace('fused', 'visual')}, which is what goes on from that stage, or a run with globalFusion.`];
  return null;
}

/** @throws StickerLabError where the run's modules make no such feature */
export function requireSource(model: ModelConfig, source: FeatureSource, run: string): void {
  const reason = absence(model, source);
  if (reason) throw new StickerLabError(reason[0], run, reason[1]);
}

/** The stages' tokens that a model has. */
export const tokenSources = (model: ModelConfig) => featureSources.filter((source) => source.includes('.') && absence(model, source) === null);

/**
 * The features of one batch. Inputs: the parameters, `picture`, `text`. Outputs, by the name of their source: `fused` [B, fusionWidth],
 * a stage's tokens [B, shared width].
 */
export function buildFeatureGraph(model: ModelConfig, batch: number, sources: readonly FeatureSource[]): TrainingGraph {
  const g = new GraphBuilder();
  const table = createParameterTable(g);
  const { picture, text } = batchInputs(g, model, batch);
  const { feature, stages } = mghft(table, picture, text, model, noNoise);
  const tokens = Object.fromEntries(stages.flatMap(({ visual, text: told, fused }, stage) => [[`visual.${stage + 1}`, () => visual], [`text.${stage + 1}`, told], [`fused.${stage + 1}`, fused]] as const));
  for (const source of sources) g.output(source === 'fused' ? feature : tokens[source](), source);
  return { model: g.build('mghft-features'), parameters: table.specs };
}
