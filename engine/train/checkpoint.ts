import { existsSync } from 'node:fs';
import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { ParameterSpec } from '../model/parameters.ts';
import { sameShape } from '../graph/value.ts';
import type { NamedTensor } from '../weights/namedTensor.ts';
import { readSafetensors, readSafetensorsMetadata, writeSafetensors } from '../weights/safetensors.ts';
import type { StateTensor } from '../runtime/deviceState.ts';
import { stateNames } from './trainingGraph.ts';

/** Where a run stood: `stepInEpoch` steps of the 1-based `epoch` are done; `step` counts over the run. */
export interface TrainingPosition {
  readonly epoch: number;
  readonly stepInEpoch: number;
  readonly step: number;
  /** Sums over the epoch's steps so far: what the epoch's metrics will need. */
  readonly lossSum: number;
  readonly rightSum: number;
}

const count = z.number().int().nonnegative();
const positionSchema = z.object({ epoch: count, stepInEpoch: count, step: count, lossSum: z.number(), rightSum: count });

function readPosition(text: string | undefined, file: string): TrainingPosition {
  try {
    return positionSchema.parse(JSON.parse(text ?? ''));
  } catch (error) {
    throw new StickerLabError('The file does not say where its training stood', file, 'Use a checkpoint written by Sticker Lab.', { cause: error });
  }
}

export interface Checkpoint {
  readonly position: TrainingPosition;
  /** Digest of the stickers it was trained on. */
  readonly examples: string;
  readonly state: ReadonlyMap<string, Float32Array>;
}

/** Writes the state (parameters, and moments where `specs` names them) with its position. */
export async function writeCheckpoint(file: string, specs: readonly { readonly name: string; readonly shape: readonly number[] }[], { position, examples, state }: Checkpoint): Promise<void> {
  const tensors = new Map<string, NamedTensor>(specs.map(({ name, shape }) => [name, { shape, data: state.get(name)! }]));
  await writeSafetensors(file, tensors, { position: JSON.stringify(position), examples });
}

/** @throws StickerLabError where the file is missing, cut off, or of another model. */
export async function readCheckpoint(file: string, specs: readonly { readonly name: string; readonly shape: readonly number[] }[]): Promise<Checkpoint> {
  if (!existsSync(file)) throw new StickerLabError('There is no checkpoint', file, 'Train the run for at least one epoch first.');
  const { metadata, tensors } = await readSafetensors(file);
  const state = new Map<string, Float32Array>();
  for (const { name, shape } of specs) {
    const tensor = tensors.get(name);
    if (!tensor || !(tensor.data instanceof Float32Array) || !sameShape(tensor.shape, shape)) {
      const found = tensor ? `[${tensor.shape.join(', ')}]` : 'nothing';
      throw new StickerLabError(`The checkpoint does not fit the model: ${name} should be [${shape.join(', ')}], found ${found}`, file, 'Use the checkpoint of this run, with the settings it was trained with.');
    }
    state.set(name, tensor.data);
  }
  return { position: readPosition(metadata['position'], file), examples: metadata['examples'] ?? '', state };
}

/** The training steps behind a checkpoint's weights. @throws StickerLabError where the file does not say. */
export const readCheckpointStep = async (file: string): Promise<number> => readPosition((await readSafetensorsMetadata(file))['position'], file).step;

/** Parameters and both moments, in the order of the graph. */
export const stateSpecs = (parameters: readonly ParameterSpec[]) => parameters.flatMap(({ name, shape }) => stateNames(name).map((state) => ({ name: state, shape })));

export const toStateTensors = (specs: readonly { readonly name: string; readonly shape: readonly number[] }[], state: ReadonlyMap<string, Float32Array>): StateTensor[] =>
  specs.map(({ name, shape }) => ({ name, shape, data: state.get(name)! }));
