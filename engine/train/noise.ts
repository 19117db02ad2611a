import type { GraphBuilder } from '../graph/graphBuilder.ts';
import type { Value } from '../graph/value.ts';
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

const factors = (count: number, keep: (index: number) => number, ...keys: readonly (number | string)[]) => {
  const random = createRandom(...keys);
  return Float32Array.from({ length: count }, (_, index) => (random.uniform() < keep(index) ? 1 / keep(index) : 0));
};

/** One step's noise by input name. Drop path rises linearly to its rate over the blocks; rows are residual branches, two a block. */
export function drawNoise(training: NoisyTraining, batch: number, step: number): Record<string, Float32Array> {
  const lastBlock = Math.max(1, residualBranches(training.model) / 2 - 1);
  const keeps: Readonly<Record<string, (index: number) => number>> = {
    dropPath: (index) => 1 - (training.dropPath * Math.floor(index / batch / 2)) / lastBlock,
    dropoutHidden: () => 1 - training.model.fusionDropout,
    dropoutOutput: () => 1 - training.model.fusionDropout,
  };
  return Object.fromEntries(Object.entries(noiseShapes(training, batch)).map(([name, shape]) =>
    [name, factors(shape.reduce((product, dimension) => product * dimension, 1), keeps[name], training.seed, name, step)]));
}
