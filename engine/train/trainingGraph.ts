import { gradients } from '../autodiff/gradients.ts';
import { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';
import { mghft, noNoise } from '../model/mghft.ts';
import type { ModelConfig } from '../model/modelConfig.ts';
import { createParameterTable, type ParameterSpec } from '../model/parameters.ts';
import { totalLoss } from '../model/totalLoss.ts';
import type { ModelRecord } from '../onnx/modelProto.ts';
import type { ComputeDevice } from '../runtime/session.ts';
import { adamW } from '../optim/adamw.ts';
import { noiseInputs } from './noise.ts';
import type { TrainingConfig } from './runConfig.ts';

/** State tensors of a parameter, by the name of the graph input that takes them; the output has `next:` before it. */
export const stateNames = (parameter: string) => [parameter, `first:${parameter}`, `second:${parameter}`] as const;
export const nextName = (state: string) => `next:${state}`;

export const lossNames = ['loss', 'crossEntropy', 'contrastive', 'mlce'] as const;

export interface TrainingGraph {
  readonly model: ModelRecord;
  readonly parameters: readonly ParameterSpec[];
}

export function batchInputs(g: GraphBuilder, config: ModelConfig, batch: number) {
  return { picture: g.input('picture', [batch, 3, config.imageSize, config.imageSize]), text: g.input('text', [batch, 4, config.textWidth]) };
}

/**
 * One training step as one graph: forward, equation 9, reverse pass and AdamW.
 *
 * Inputs: `picture` [B, 3, side, side], `text` [B, 4, textWidth], `target` [B, classes] (one-hot, smoothed), the scalars
 * `learningRate`, `correction1`, `correction2`, the noise (see `noiseShapes`), and the state (see `stateNames`).
 * Outputs: the losses of `lossNames` (contrastive and mlce summed over stages), `logits` [B, classes], and the next state.
 */
export function buildTrainingGraph(training: Pick<TrainingConfig, 'model' | 'loss' | 'optimizer' | 'dropPath' | 'seed'>, batch: number, device: ComputeDevice): TrainingGraph {
  const { model: config, loss, optimizer } = training;
  const g = new GraphBuilder({ fusedMatMul: device === 'cpu' });
  const table = createParameterTable(g);
  const { picture, text } = batchInputs(g, config, batch);
  const target = g.input('target', [batch, config.classes]);
  const features = mghft(table, picture, text, config, noiseInputs(g, training, batch));
  const { total, crossEntropy, contrastive, mlce } = totalLoss(g, features, target, loss);
  const slopes = gradients(g, total, table.values);
  [total, crossEntropy, contrastive, mlce].forEach((value, index) => g.output(value, lossNames[index]));
  g.output(features.logits, 'logits');
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
  const { logits, feature } = mghft(table, picture, text, config, noNoise);
  g.output(logits, 'logits');
  g.output(feature, 'feature');
  return { model: g.build('mghft-prediction'), parameters: table.specs };
}
