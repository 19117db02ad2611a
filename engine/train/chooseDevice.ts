import { GraphBuilder } from '../graph/graphBuilder.ts';
import { createSession, type ComputeDevice } from '../runtime/session.ts';
import type { Device } from './runRecord.ts';

export interface ChosenDevice {
  readonly device: ComputeDevice;
  /** For people: the device, and why it is not the one asked for. */
  readonly description: string;
}

/** Whether onnxruntime finds a WebGPU adapter: it throws at session creation where there is none. */
export async function hasWebgpuAdapter(): Promise<boolean> {
  const g = new GraphBuilder();
  g.output(g.shift(g.input('x', [1]), 1), 'y');
  try {
    const session = await createSession(g.build('adapter-probe'), { device: 'webgpu', threads: 1 });
    await session.release();
    return true;
  } catch {
    return false;
  }
}

/** WebGPU where asked for or `auto`, and there; else the CPU, saying so. */
export async function chooseDevice(wanted: Device): Promise<ChosenDevice> {
  if (wanted === 'cpu') return { device: 'cpu', description: 'cpu' };
  if (await hasWebgpuAdapter()) return { device: 'webgpu', description: 'webgpu' };
  return { device: 'cpu', description: wanted === 'webgpu' ? 'cpu (no WebGPU adapter found)' : 'cpu' };
}
