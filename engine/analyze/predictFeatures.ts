import { sharedWidth } from '../model/modelConfig.ts';
import type { ParameterSpec } from '../model/parameters.ts';
import { createSession, createTensor } from '../runtime/session.ts';
import { predictionBatch, type BatchSources } from '../train/batches.ts';
import type { Example } from '../train/examples.ts';
import { threadsOf } from '../train/threadsOf.ts';
import type { FeatureSource } from './mapKey.ts';
import { buildFeatureGraph } from './stageTokens.ts';

/** Row i of `rows` [examples, width] is of example i. */
export interface Features {
  readonly width: number;
  readonly rows: Float32Array;
}

/** All of `wanted` in one pass over the examples. `weightsFor` is asked for the parameters by name. */
export async function predictFeatures(
  sources: BatchSources, examples: readonly Example[], wanted: readonly FeatureSource[], weightsFor: (parameters: readonly ParameterSpec[]) => Promise<ReadonlyMap<string, Float32Array>>,
  signal: AbortSignal, onActivity: (activity: string) => void,
): Promise<Map<FeatureSource, Features>> {
  const { model, batchSize } = sources.training;
  const { model: graph, parameters } = buildFeatureGraph(model, batchSize, wanted);
  const weights = await weightsFor(parameters);
  const fed = Object.fromEntries(parameters.map(({ name, shape }) => [name, createTensor('float32', weights.get(name)!, shape)]));
  const features = new Map(wanted.map((source): [FeatureSource, Features] => {
    const width = source === 'fused' ? model.fusionWidth : sharedWidth(model);
    return [source, { width, rows: new Float32Array(examples.length * width) }];
  }));
  const session = await createSession(graph, { device: 'cpu', threads: threadsOf(sources.training) });
  try {
    for (let start = 0; start < examples.length; start += batchSize) {
      signal.throwIfAborted();
      onActivity(`Computing features: ${start} of ${examples.length}`);
      const part = examples.slice(start, start + batchSize);
      const { picture, text } = await predictionBatch(part, batchSize, sources);
      const outputs = await session.run({
        ...fed,
        picture: createTensor('float32', picture, [batchSize, 3, model.imageSize, model.imageSize]),
        text: createTensor('float32', text, [batchSize, 4, model.textWidth]),
      });
      for (const [source, { width, rows }] of features) rows.set((outputs[source].data as Float32Array).subarray(0, part.length * width), start * width);
    }
  } finally {
    await session.release();
  }
  return features;
}
