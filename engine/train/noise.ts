import type { GraphBuilder } from '../graph/graphBuilder.ts';
import { elementCount, type Value } from '../graph/value.ts';
import { noNoise, type Noise } from '../model/mghft.ts';
import type { ModelConfig } from '../model/modelConfig.ts';
import { createRandom } from '../random/random.ts';
import type { TrainingConfig } from './runConfig.ts';

type NoisyTraining = Pick<TrainingConfig, 'model' | 'dropPath' | 'seed'>;

/** Residual branches with stochastic depth: two a block. */
const residualBranches = (config: ModelConfig) => 2 * config.depths.reduce((sum, depth) => sum + depth, 0);

/** Shapes of the graph inputs that carry the noise: none where the training has none. */
export function noiseShapes({ model, dropPath }: NoisyTraining, batch: number): Readonly<Record<string, readonly number[]>> {
  return {
    ...(dropPath > 0 ? { dropPath: [residualBranches(model), batch] } : {}),
    ...(model.fusionDropout > 0 ? { dropoutHidden: [batch, 1, model.fusionWidth * model.fusionMlpRatio], dropoutOutput: [batch, 1, model.fusionWidth] } : {}),
  };
}

/** The noise as inputs of the graph, factors of 0 or 1 / keep: a number a sample and residual branch, and one an element of TGFA's MLP. */
export function noiseInputs(g: GraphBuilder, training: NoisyTraining, batch: number): Noise {
  const inputs = Object.fromEntries(Object.entries(noiseShapes(training, batch)).map(([name, shape]) => [name, g.input(name, shape)])) as Record<string, Value | undefined>;
  const { dropPath, dropoutHidden, dropoutOutput } = inputs;
  let branch = 0;
  return {
    dropPath: dropPath
      ? (x) => {
        const row = g.reshape(g.slice(dropPath, 0, branch, branch + 1), [batch, 1, 1]);
        branch++;
        return g.mul(x, row);
      }
      : noNoise.dropPath,
    dropout: dropoutHidden && dropoutOutput ? (x, place) => g.mul(x, place === 'hidden' ? dropoutHidden : dropoutOutput) : noNoise.dropout,
  };
}

/**
 * One step's noise by input name; each row's draw belongs to (seed, what `draws` says of it). Drop path rises linearly to its
 * rate over the blocks, two residual branches a block.
 * @param draws a text a row of the batch, see `TrainingBatch`
 */
export function drawNoise(training: NoisyTraining, draws: readonly string[]): Record<string, Float32Array> {
  const lastBlock = Math.max(1, residualBranches(training.model) / 2 - 1);
  const keepOf = (name: string, branch: number) => 1 - (name === 'dropPath' ? (training.dropPath * Math.floor(branch / 2)) / lastBlock : training.model.fusionDropout);
  return Object.fromEntries(Object.entries(noiseShapes(training, draws.length)).map(([name, shape]) => {
    const data = new Float32Array(elementCount(shape));
    const each = data.length / draws.length;
    draws.forEach((draw, row) => {
      const random = createRandom(training.seed, name, draw);
      for (let i = 0; i < each; i++) {
        const keep = keepOf(name, i);
        data[name === 'dropPath' ? i * draws.length + row : row * each + i] = random.uniform() < keep ? 1 / keep : 0;
      }
    });
    return [name, data];
  }));
}
