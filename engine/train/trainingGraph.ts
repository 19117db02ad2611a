import { gradients } from '../autodiff/gradients.ts';
import { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';
import { alignmentLoss, crossEntropy } from '../model/losses.ts';
import { mghft } from '../model/mghft.ts';
import type { LossConfig, ModelConfig } from '../model/modelConfig.ts';
import { createParameterTable, type ParameterSpec } from '../model/parameters.ts';
import type { DropPath } from '../model/pvt.ts';
import type { ModelRecord } from '../onnx/modelProto.ts';
import type { ComputeDevice } from '../runtime/session.ts';
import { adamW, type OptimizerConfig } from '../optim/adamw.ts';

/** State tensors of a parameter, by the name of the graph input that takes them; the output has `next:` before it. */
export const stateNames = (parameter: string) => [parameter, `first:${parameter}`, `second:${parameter}`] as const;
export const nextName = (state: string) => `next:${state}`;

export const lossNames = ['loss', 'crossEntropy', 'contrastive', 'mlce'] as const;

/** Residual branches with stochastic depth: two a block. */
export const residualBranches = (config: ModelConfig) => 2 * config.depths.reduce((sum, depth) => sum + depth, 0);

export interface TrainingGraph {
  readonly model: ModelRecord;
  readonly parameters: readonly ParameterSpec[];
}

export interface TrainingGraphConfig {
  readonly model: ModelConfig;
  readonly loss: LossConfig;
  readonly optimizer: OptimizerConfig;
  readonly batch: number;
  /** Adds the input `dropPath`. */
  readonly stochasticDepth: boolean;
  readonly device: ComputeDevice;
}

interface Batch {
  readonly picture: Value;
  readonly text: Value;
}

function batchInputs(g: GraphBuilder, config: ModelConfig, batch: number): Batch {
  return { picture: g.input('picture', [batch, 3, config.imageSize, config.imageSize]), text: g.input('text', [batch, 4, config.textWidth]) };
}

/** Takes row after row of the input `dropPath` [branches, batch], whose numbers are 0 or 1 / keep. */
function dropPathInput(g: GraphBuilder, config: ModelConfig, batch: number): DropPath {
  const factors = g.input('dropPath', [residualBranches(config), batch]);
  let branch = 0;
  return (x) => {
    const row = g.reshape(g.slice(factors, 0, branch, branch + 1), [batch, 1, 1]);
    branch++;
    return g.mul(x, row);
  };
}

/**
 * One training step as one graph: forward, equation 9, reverse pass and AdamW.
 *
 * Inputs: `picture` [B, 3, side, side], `text` [B, 4, textWidth], `target` [B, classes] (one-hot, smoothed), the scalars
 * `learningRate`, `correction1`, `correction2`, optionally `dropPath`, and the state (see `stateNames`).
 * Outputs: the losses of `lossNames` (contrastive and mlce summed over stages), `logits` [B, classes], and the next state.
 */
export function buildTrainingGraph({ model: config, loss, optimizer, batch, stochasticDepth, device }: TrainingGraphConfig): TrainingGraph {
  const g = new GraphBuilder({ fusedMatMul: device === 'cpu' });
  const table = createParameterTable(g);
  const { picture, text } = batchInputs(g, config, batch);
  const target = g.input('target', [batch, config.classes]);
  const dropPath = stochasticDepth ? dropPathInput(g, config, batch) : (x: Value) => x;
  const { logits, alignment } = mghft(table, picture, text, config, dropPath);
  const stages = alignment.map((pair) => alignmentLoss(g, pair.visual, pair.text, loss));
  const contrastive = stages.map((stage) => stage.contrastive).reduce((sum, value) => g.add(sum, value));
  const mlce = stages.map((stage) => stage.mlce).reduce((sum, value) => g.add(sum, value));
  const classification = crossEntropy(g, logits, target);
  const total = g.add(classification, g.scale(g.add(contrastive, g.scale(mlce, loss.mlceWeight)), loss.alignmentWeight));
  const slopes = gradients(g, total, table.values);
  [total, classification, contrastive, mlce].forEach((value, index) => g.output(value, lossNames[index]));
  g.output(logits, 'logits');
  const [learningRate, correction1, correction2] = ['learningRate', 'correction1', 'correction2'].map((name) => g.input(name, [])) as [Value, Value, Value];
  table.values.forEach((parameter, index) => {
    const [name, firstName, secondName] = stateNames(parameter.name);
    const state = { parameter, first: g.input(firstName, parameter.shape), second: g.input(secondName, parameter.shape) };
    const next = adamW(g, state, slopes[index], { learningRate, correction1, correction2 }, optimizer);
    g.output(next.parameter, nextName(name));
    g.output(next.first, nextName(firstName));
    g.output(next.second, nextName(secondName));
  });
  return { model: g.build('mghft-training'), parameters: table.specs };
}

/** The forward pass alone: parameters, `picture` and `text` in; `logits` [B, classes] and `feature` [B, fusionWidth] out. */
export function buildPredictionGraph(config: ModelConfig, batch: number, device: ComputeDevice): TrainingGraph {
  const g = new GraphBuilder({ fusedMatMul: device === 'cpu' });
  const table = createParameterTable(g);
  const { picture, text } = batchInputs(g, config, batch);
  const { logits, feature } = mghft(table, picture, text, config, (x) => x);
  g.output(logits, 'logits');
  g.output(feature, 'feature');
  return { model: g.build('mghft-prediction'), parameters: table.specs };
}
