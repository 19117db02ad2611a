import type { Command } from './command.ts';

/** Each command is loaded when it is asked for, so that `inspect` does not wait for onnxruntime. */
export const commands: Readonly<Record<string, { readonly summary: string; load(): Promise<Command> }>> = {
  sample: { summary: 'writes the sample dataset', load: async () => (await import('./sample.ts')).sample },
  inspect: { summary: 'reads and checks a dataset', load: async () => (await import('./inspect.ts')).inspect },
  describe: { summary: 'has a model of an Ollama host describe stickers in four views', load: async () => (await import('./describe.ts')).describe },
  train: { summary: 'trains MGHFT on a dataset', load: async () => (await import('./train.ts')).train },
  evaluate: { summary: 'predicts a split and scores it', load: async () => (await import('./evaluate.ts')).evaluate },
  project: { summary: 'lays a run\'s features out in the plane', load: async () => (await import('./project.ts')).project },
  explain: { summary: 'tells what a run made of one sticker, and would make of it under other descriptions', load: async () => (await import('./explain.ts')).explain },
  compare: { summary: 'compares what two runs predicted', load: async () => (await import('./compare.ts')).compare },
  forward: { summary: 'runs one batch and writes every number, for checking', load: async () => (await import('./forward.ts')).forward },
  'export-onnx': { summary: 'writes a run\'s model as one ONNX file', load: async () => (await import('./exportOnnx.ts')).exportOnnx },
  export: { summary: 'writes annotations and descriptions in other formats', load: async () => (await import('./export.ts')).exportDataset },
  weights: { summary: 'lists pretrained weights, and fetches those asked for', load: async () => (await import('./weights.ts')).weights },
};
