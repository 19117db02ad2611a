import { gradients } from '../autodiff/gradients.ts';
import { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';
import { tokenImportance } from '../model/keyTokens.ts';
import { fuseStages, noNoise } from '../model/mghft.ts';
import { gridSide, keyTokensPerHead, type ModelConfig } from '../model/modelConfig.ts';
import { createParameterTable } from '../model/parameters.ts';
import { pyramidVisionTransformer } from '../model/pvt.ts';
import { batchInputs, type TrainingGraph } from '../train/trainingGraph.ts';

/** The names of what stage 0..3 hands from graph to graph. */
export const stageNames = (stage: number) => ({ global: `global.${stage + 1}`, local: `local.${stage + 1}`, chosen: `chosen.${stage + 1}`, attention: `attention.${stage + 1}`, importance: `importance.${stage + 1}`, decision: `decision.${stage + 1}` });

/** What each key of a stage gets from all tokens and heads, its CLS column left out. [1, heads, tokens, keys] -> [1, keys - 1] */
const ofKeys = (g: GraphBuilder, map: Value) => g.slice(g.reduceSum(map, [1, 2], false), 1, 1, map.shape[3]);

/** Each head's importance of the patches brought to a sum of 1, as each chooses as many, then added up. -> [1, tokens - 1] */
function ofPatches(g: GraphBuilder, maps: readonly Value[]): Value {
  const importance = tokenImportance(g, maps);
  const patches = g.slice(importance, 3, 1, importance.shape[3]);
  return g.reduceSum(g.div(patches, g.reduceSum(patches, [3])), [1, 2], false);
}

/**
 * What one picture comes to, without a text: `picture` [1, 3, side, side] -> for each stage `global` [1, width], `local` [1, heads * count, width],
 * `chosen` (see `chooseKeyTokens`), `attention` of the last block's keys [1, grid^2] and `importance` of the patches [1, tokens - 1], unscaled.
 */
export function buildVisionGraph(config: ModelConfig): TrainingGraph {
  const g = new GraphBuilder();
  const table = createParameterTable(g);
  const picture = g.input('picture', [1, 3, config.imageSize, config.imageSize]);
  pyramidVisionTransformer(table, picture, config, noNoise.dropPath).forEach(({ global, local, chosen, maps }, stage) => {
    const names = stageNames(stage);
    g.output(global, names.global);
    g.output(local, names.local);
    g.output(chosen, names.chosen);
    g.output(ofKeys(g, maps.at(-1)!), names.attention);
    g.output(ofPatches(g, maps), names.importance);
  });
  return { model: g.build('mghft-vision'), parameters: table.specs };
}

/** TGFA's weights, mean over heads. [1, heads, 1, tokens] -> [1, tokens] */
const meanOverHeads = (g: GraphBuilder, weights: Value) => g.reduceMean(weights, [1, 2], false);

/** The rest: `global` and `local` of the stages, `text` [1, 4, textWidth] -> `logits` [1, classes], TGFA's `visual` [1, tokens] and, where it has a text step, `textual` [1, 8]. */
export function buildFusionGraph(config: ModelConfig): TrainingGraph {
  const g = new GraphBuilder();
  const table = createParameterTable(g);
  const stages = config.widths.map((width, stage) => ({
    global: g.input(stageNames(stage).global, [1, width]),
    local: g.input(stageNames(stage).local, [1, config.heads[stage] * keyTokensPerHead(config, stage), width]),
  }));
  const { logits, attention } = fuseStages(table, stages, g.input('text', [1, 4, config.textWidth]), config, noNoise.dropout);
  g.output(logits, 'logits');
  g.output(meanOverHeads(g, attention.visual), 'visual');
  if (attention.text) g.output(meanOverHeads(g, attention.text), 'textual');
  return { model: g.build('mghft-fusion'), parameters: table.specs };
}

/**
 * What of the attention speaks for a class: a stage's last map A times the slope of the logit y with respect to it, (A * dy/dA)+, after Chefer et al. (2021).
 * `picture`, `text` and `target` [1, classes], one-hot -> for each stage `decision` [1, grid^2], unscaled.
 */
export function buildDecisionGraph(config: ModelConfig): TrainingGraph {
  const g = new GraphBuilder();
  const table = createParameterTable(g);
  const { picture, text } = batchInputs(g, config, 1);
  const target = g.input('target', [1, config.classes]);
  const stages = pyramidVisionTransformer(table, picture, config, noNoise.dropPath);
  const { logits } = fuseStages(table, stages, text, config, noNoise.dropout);
  const last = stages.map(({ maps }) => maps.at(-1)!);
  const slopes = gradients(g, g.reduceSum(g.mul(logits, target), [0, 1], false), last);
  last.forEach((map, stage) => g.output(ofKeys(g, g.relu(g.mul(map, slopes[stage]))), stageNames(stage).decision));
  return { model: g.build('mghft-decision'), parameters: table.specs };
}

/** Side of the grid of a stage's keys, and of its tokens. */
export function sidesOf(config: ModelConfig, stage: number): { side: number; tokenSide: number } {
  const tokenSide = gridSide(config.imageSize, stage);
  return { side: tokenSide / config.reductions[stage], tokenSide };
}
