import type { ModelRecord } from '../onnx/modelProto.ts';
import { createSession, createTensor, type ComputeDevice, type Tensor } from './session.ts';

/** float32 tensors that a graph takes and gives back changed, kept where the graph runs. */
export interface DeviceState {
  /** To feed to a session of the same device. */
  tensors(names?: readonly string[]): Record<string, Tensor>;
  /** Takes over what a step gave back; frees what it replaces. */
  replace(next: Readonly<Record<string, Tensor>>): void;
  /** Copies to memory. On a GPU this goes through a graph of identities: reading a device buffer directly aborts the process. */
  read(): Promise<Map<string, Float32Array>>;
  release(): void;
}

export interface StateTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function identityGraph(state: readonly { name: string; shape: readonly number[] }[]): ModelRecord {
  return {
    name: 'read-back',
    nodes: state.map(({ name }) => ({ opType: 'Identity', domain: '', inputs: [name], outputs: [`read:${name}`], attributes: {} })),
    initializers: [],
    inputs: state.map(({ name, shape }) => ({ name, shape, dataType: 'float32' })),
    outputs: state.map(({ name, shape }) => ({ name: `read:${name}`, shape, dataType: 'float32' })),
  };
}

export function createDeviceState(device: ComputeDevice, initial: readonly StateTensor[]): DeviceState {
  const held = new Map<string, Tensor>(initial.map(({ name, shape, data }) => [name, createTensor('float32', data, shape)]));
  const shapes = initial.map(({ name, shape }) => ({ name, shape }));
  return {
    tensors: (names) => Object.fromEntries(names ? names.map((name) => [name, held.get(name)!]) : held),
    replace(next) {
      for (const [name, tensor] of Object.entries(next)) {
        const old = held.get(name);
        held.set(name, tensor);
        if (old && old.location === 'gpu-buffer') old.dispose();
      }
    },
    async read() {
      if (device === 'cpu') return new Map([...held].map(([name, tensor]) => [name, tensor.data as Float32Array]));
      const session = await createSession(identityGraph(shapes), { device, threads: 1 });
      try {
        const outputs = await session.run(Object.fromEntries(held));
        return new Map(shapes.map(({ name }) => [name, outputs[`read:${name}`].data as Float32Array]));
      } finally {
        await session.release();
      }
    },
    release() {
      for (const tensor of held.values()) tensor.dispose();
      held.clear();
    },
  };
}
