import { createRequire } from 'node:module';
import type * as ort from 'onnxruntime-node';
import { encodeModel, type DataType, type ModelRecord } from '../onnx/modelProto.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';

type Runtime = typeof ort;

const require = createRequire(import.meta.url);

/**
 * onnxruntime, loaded when first needed.
 * @throws StickerLabError where no build for this platform is installed.
 */
export function loadRuntime(load = () => require('onnxruntime-node') as Runtime): Runtime {
  try {
    return load();
  } catch (error) {
    throw new StickerLabError(
      `onnxruntime cannot be loaded on ${process.platform}-${process.arch}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      'node_modules/onnxruntime-node',
      `Install the Sticker Lab package made for ${process.platform}-${process.arch}.`,
      { cause: error },
    );
  }
}

export function runtimeVersion(): string {
  const { versions } = loadRuntime().env;
  return versions.node ?? versions.common;
}

export type ComputeDevice = 'cpu' | 'webgpu';

/** A tensor in memory or on the device, as sessions take and give it. */
export type Tensor = ort.Tensor;

export type Elements = Float32Array | Int32Array | BigInt64Array;

export interface SessionConfig {
  readonly device: ComputeDevice;
  /** Threads inside one operator; onnxruntime's own guess counts hyper-threads. */
  readonly threads: number;
  /** Outputs that stay on the device: they come back as tensors to feed again, never to read. */
  readonly resident?: ReadonlySet<string>;
}

/** A loaded model. onnxruntime runs synchronously on this thread: use it only in a run process. */
export interface Session {
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

export function createTensor(dataType: DataType, data: Elements, shape: readonly number[]): Tensor {
  return new (loadRuntime().Tensor)(dataType, data, shape);
}

/**
 * Loads a model.
 * @throws StickerLabError where onnxruntime refuses it, for `webgpu` most often because there is no adapter.
 */
export async function createSession(model: ModelRecord, config: SessionConfig): Promise<Session> {
  const { InferenceSession } = loadRuntime();
  const onDevice = config.device === 'webgpu';
  const locations = Object.fromEntries(model.outputs.map(({ name }) => [name, onDevice && config.resident?.has(name) ? 'gpu-buffer' as const : 'cpu' as const]));
  try {
    const session = await InferenceSession.create(encodeModel(model), {
      executionProviders: onDevice ? ['webgpu'] : ['cpu'],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: config.threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
      ...(onDevice ? { preferredOutputLocation: locations } : {}),
    });
    return {
      run: (feeds) => session.run(feeds),
      release: () => session.release(),
    };
  } catch (error) {
    throw new StickerLabError(
      `onnxruntime could not load the graph "${model.name}" on ${config.device}: ${error instanceof Error ? error.message : String(error)}`,
      model.name,
      onDevice ? 'Choose the device "cpu", or install a GPU driver with Vulkan, Metal or Direct3D 12.' : 'Please report this graph: it is a fault of Sticker Lab.',
      { cause: error },
    );
  }
}
