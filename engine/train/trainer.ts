import { momentCorrection } from '../optim/adamw.ts';
import { createDeviceState, type DeviceState } from '../runtime/deviceState.ts';
import { createSession, createTensor, type ComputeDevice, type Session } from '../runtime/session.ts';
import { initializeParameter, type ParameterSpec } from '../model/parameters.ts';
import { stateSpecs, toStateTensors } from './checkpoint.ts';
import type { TrainingBatch } from './batches.ts';
import type { TrainingConfig } from './runConfig.ts';
import { drawNoise, noiseShapes } from './noise.ts';
import { buildTrainingGraph, lossNames, nextName, stateNames } from './trainingGraph.ts';
import { threadsOf } from './threadsOf.ts';

export interface StepReport {
  readonly losses: Readonly<Record<(typeof lossNames)[number], number>>;
  /** float32 [batch, classes] */
  readonly logits: Float32Array;
}

/** Holds parameters and moments on the device and takes training steps. */
export interface Trainer {
  readonly parameters: readonly ParameterSpec[];
  readonly state: DeviceState;
  /** `step` counts from 1 over the whole run. */
  step(batch: TrainingBatch, step: number, learningRate: number): Promise<StepReport>;
  release(): Promise<void>;
}

/** Parameters drawn from the seed, moments zero. */
export function initialState(parameters: readonly ParameterSpec[], seed: number): Map<string, Float32Array> {
  return new Map(parameters.flatMap((spec) => {
    const data = initializeParameter(spec, seed);
    const [name, first, second] = stateNames(spec.name);
    return [[name, data], [first, new Float32Array(data.length)], [second, new Float32Array(data.length)]] as [string, Float32Array][];
  }));
}

const scalar = (value: number) => createTensor('float32', Float32Array.of(value), []);

/** @param restored a checkpoint's state, or null to start from the seed */
export async function createTrainer(training: TrainingConfig, batch: number, device: ComputeDevice, restored: ReadonlyMap<string, Float32Array> | null): Promise<Trainer> {
  const { model, optimizer } = training;
  const graph = buildTrainingGraph(training, batch, device);
  const noise = noiseShapes(training, batch);
  const specs = stateSpecs(graph.parameters);
  const session: Session = await createSession(graph.model, { device, threads: threadsOf(training), resident: new Set(specs.map(({ name }) => nextName(name))) });
  const state = createDeviceState(device, toStateTensors(specs, restored ?? initialState(graph.parameters, training.seed)));
  return {
    parameters: graph.parameters,
    state,
    async step({ picture, text, target, draws }, step, learningRate) {
      const outputs = await session.run({
        ...state.tensors(),
        picture: createTensor('float32', picture, [batch, 3, model.imageSize, model.imageSize]),
        text: createTensor('float32', text, [batch, 4, model.textWidth]),
        target: createTensor('float32', target, [batch, model.classes]),
        learningRate: scalar(learningRate),
        correction1: scalar(momentCorrection(optimizer.beta1, step)),
        correction2: scalar(momentCorrection(optimizer.beta2, step)),
        ...Object.fromEntries(Object.entries(drawNoise(training, draws)).map(([name, data]) => [name, createTensor('float32', data, noise[name])])),
      });
      state.replace(Object.fromEntries(specs.map(({ name }) => [name, outputs[nextName(name)]])));
      const numbers = lossNames.map((name) => [name, (outputs[name].data as Float32Array)[0]]);
      return { losses: Object.fromEntries(numbers) as StepReport['losses'], logits: outputs['logits'].data as Float32Array };
    },
    async release() {
      state.release();
      await session.release();
    },
  };
}
