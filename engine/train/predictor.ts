import { StickerLabError } from '../errors/stickerLabError.ts';
import type { PredictionRecord } from './runRecord.ts';
import { createSession, createTensor, type ComputeDevice, type Tensor } from '../runtime/session.ts';
import { predictionBatch, type BatchSources } from './batches.ts';
import type { Example } from './examples.ts';
import { buildPredictionGraph } from './trainingGraph.ts';
import type { ParameterSpec } from '../model/parameters.ts';
import { threadsOf } from './threadsOf.ts';

export interface Predictions {
  readonly records: readonly PredictionRecord[];
  /** Mean cross entropy. */
  readonly loss: number;
  readonly accuracy: number;
  /** float32 [examples, fusionWidth] */
  readonly features: Float32Array;
}

export interface Predictor {
  readonly parameters: readonly ParameterSpec[];
  /** `weights` by parameter name, on the predictor's device. */
  predict(examples: readonly Example[], weights: Readonly<Record<string, Tensor>>, signal?: AbortSignal): Promise<Predictions>;
  release(): Promise<void>;
}

/** The softmax of what the model answers about a sticker. @throws StickerLabError where that is no number */
export function probabilitiesOf(logits: Float32Array, id: string): number[] {
  const highest = Math.max(...logits);
  const exponentials = Array.from(logits, (x) => Math.exp(x - highest));
  const sum = exponentials.reduce((total, x) => total + x, 0);
  const probabilities = exponentials.map((x) => x / sum);
  if (!probabilities.every(Number.isFinite)) throw new StickerLabError('The model answers with what is no number', id, 'Its weights have grown too large. Train again with a lower learning rate.');
  return probabilities;
}

export const largestIndex = (values: ArrayLike<number>) => {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
};

export async function createPredictor(sources: BatchSources, batch: number, device: ComputeDevice): Promise<Predictor> {
  const { model } = sources.training;
  const graph = buildPredictionGraph(model, batch, device);
  const session = await createSession(graph.model, { device, threads: threadsOf(sources.training) });
  return {
    parameters: graph.parameters,
    async predict(examples, weights, signal) {
      const records: PredictionRecord[] = [];
      const features = new Float32Array(examples.length * model.fusionWidth);
      let loss = 0;
      for (let start = 0; start < examples.length; start += batch) {
        signal?.throwIfAborted();
        const part = examples.slice(start, start + batch);
        const { picture, text } = await predictionBatch(part, batch, sources);
        const outputs = await session.run({
          ...weights,
          picture: createTensor('float32', picture, [batch, 3, model.imageSize, model.imageSize]),
          text: createTensor('float32', text, [batch, 4, model.textWidth]),
        });
        const logits = outputs['logits'].data as Float32Array;
        features.set((outputs['feature'].data as Float32Array).subarray(0, part.length * model.fusionWidth), start * model.fusionWidth);
        part.forEach(({ id, label }, row) => {
          const probabilities = probabilitiesOf(logits.subarray(row * model.classes, (row + 1) * model.classes), id);
          records.push({ id, label, prediction: largestIndex(probabilities), probabilities });
          loss -= Math.log(Math.max(probabilities[label], 1e-12));
        });
      }
      const right = records.filter(({ label, prediction }) => label === prediction).length;
      return { records, features, loss: loss / Math.max(1, examples.length), accuracy: right / Math.max(1, examples.length) };
    },
    release: () => session.release(),
  };
}
