import { gradients } from '../autodiff/gradients.ts';
import { GraphBuilder } from '../graph/graphBuilder.ts';
import { mghft, noNoise } from '../model/mghft.ts';
import { createParameterTable } from '../model/parameters.ts';
import { totalLoss } from '../model/totalLoss.ts';
import type { TrainingConfig } from './runConfig.ts';
import { batchInputs, type TrainingGraph } from './trainingGraph.ts';

/**
 * Everything of one batch that can be compared with another implementation, without noise.
 *
 * Inputs: the parameters, `picture`, `text`, `target` [B, classes]. Outputs: `logits`, `feature`, `loss.ce`, `loss.cl.1` to `.4`,
 * `loss.mlce.1` to `.4` (unweighted; absent where the alignment loss is left out), `loss.total`, `tokens.1` to `.4` (int32
 * [B, heads * k]: places of the chosen patches in row order from 0, a head after the other, best first) and, with
 * `withGradients`, `grad.<parameter>` of the total.
 */
export function buildForwardGraph({ model: config, loss }: Pick<TrainingConfig, 'model' | 'loss'>, batch: number, withGradients: boolean): TrainingGraph {
  const g = new GraphBuilder();
  const table = createParameterTable(g);
  const { picture, text } = batchInputs(g, config, batch);
  const features = mghft(table, picture, text, config, noNoise);
  const { total, crossEntropy, stages } = totalLoss(g, features, g.input('target', [batch, config.classes]), loss);
  g.output(features.logits, 'logits');
  g.output(features.feature, 'feature');
  g.output(crossEntropy, 'loss.ce');
  stages.forEach(({ contrastive, mlce }, stage) => {
    g.output(contrastive, `loss.cl.${stage + 1}`);
    g.output(mlce, `loss.mlce.${stage + 1}`);
  });
  g.output(total, 'loss.total');
  features.chosen.forEach((chosen, stage) => g.output(g.sub(chosen, g.indices(Int32Array.of(1), [1])), `tokens.${stage + 1}`));
  if (withGradients) gradients(g, total, table.values).forEach((gradient, index) => g.output(gradient, `grad.${table.specs[index].name}`));
  return { model: g.build('mghft-forward'), parameters: table.specs };
}
