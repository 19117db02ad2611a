import { StickerLabError } from '../errors/stickerLabError.ts';
import { createSession, createTensor } from '../runtime/session.ts';
import type { NamedTensor } from '../weights/namedTensor.ts';
import { buildForwardGraph } from './forwardGraph.ts';
import type { TrainingConfig } from './runConfig.ts';
import { targetRows } from './targets.ts';
import { threadsOf } from './threadsOf.ts';

type Tensors = ReadonlyMap<string, NamedTensor>;

/** `image`, `text` and `label` as the graph takes them. */
export interface ForwardBatch {
  readonly size: number;
  readonly picture: Float32Array;
  readonly text: Float32Array;
  readonly target: Float32Array;
}

const needs = 'A batch has image [B, 3, side, side], text [B, 4, width] and label [B].';

function tensorOf(tensors: Tensors, name: string, shape: readonly (number | null)[], file: string): NamedTensor {
  const tensor = tensors.get(name);
  const wanted = `[${shape.map((size) => size ?? 'B').join(', ')}]`;
  if (!tensor) throw new StickerLabError(`The batch has no tensor "${name}" ${wanted}`, file, needs);
  const fits = tensor.shape.length === shape.length && shape.every((size, axis) => size === null || size === tensor.shape[axis]);
  if (!fits) throw new StickerLabError(`The batch's "${name}" is [${tensor.shape.join(', ')}] instead of ${wanted}`, file, `${needs} B is that of image; side is model.imageSize, width model.textWidth.`);
  return tensor;
}

function floats(tensor: NamedTensor, name: string, file: string): Float32Array {
  if (!(tensor.data instanceof Float32Array)) throw new StickerLabError(`The batch's "${name}" holds integers`, file, 'Write it as float32.');
  const wrong = tensor.data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new StickerLabError(`The batch's "${name}" holds ${tensor.data[wrong]} at place ${wrong}`, file, 'Give finite numbers.');
  return tensor.data;
}

/** @throws StickerLabError where a tensor is absent, of another shape, or names a class there is not */
export function readForwardBatch(tensors: Tensors, { model, labelSmoothing }: TrainingConfig, file: string): ForwardBatch {
  const picture = tensorOf(tensors, 'image', [null, 3, model.imageSize, model.imageSize], file);
  const size = picture.shape[0];
  const text = tensorOf(tensors, 'text', [size, 4, model.textWidth], file);
  const labels = Array.from(tensorOf(tensors, 'label', [size], file).data, Number);
  const wrong = labels.find((label) => !Number.isInteger(label) || label < 0 || label >= model.classes);
  if (size === 0) throw new StickerLabError('The batch is empty', file, 'Give at least one picture.');
  if (wrong !== undefined) throw new StickerLabError(`The batch has the label ${wrong}`, file, `Labels are whole numbers from 0 to ${model.classes - 1} (model.classes).`);
  return { size, picture: floats(picture, 'image', file), text: floats(text, 'text', file), target: targetRows(labels, labelSmoothing, Array<number>(model.classes).fill(1)) };
}

/** Runs one batch without noise on the CPU. -> the outputs of `buildForwardGraph` by name. */
export async function forwardBatch(training: TrainingConfig, batch: ForwardBatch, weights: ReadonlyMap<string, Float32Array>, withGradients: boolean): Promise<Map<string, NamedTensor>> {
  const { model } = training;
  const graph = buildForwardGraph(training, batch.size, withGradients);
  const session = await createSession(graph.model, { device: 'cpu', threads: threadsOf(training) });
  try {
    const outputs = await session.run({
      ...Object.fromEntries(graph.parameters.map(({ name, shape }) => [name, createTensor('float32', weights.get(name)!, shape)])),
      picture: createTensor('float32', batch.picture, [batch.size, 3, model.imageSize, model.imageSize]),
      text: createTensor('float32', batch.text, [batch.size, 4, model.textWidth]),
      target: createTensor('float32', batch.target, [batch.size, model.classes]),
    });
    return new Map(Object.entries(outputs).map(([name, { dims, data }]) => [name, { shape: dims, data: data as Float32Array | Int32Array }]));
  } finally {
    await session.release();
  }
}
