import { existsSync } from 'node:fs';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { encodeModel } from '../onnx/modelProto.ts';
import { readCheckpoint } from '../train/checkpoint.ts';
import { exportedParameters, exportModel } from '../train/exportModel.ts';
import { readRunConfig } from '../train/runFolder.ts';
import { checkpointFile } from '../train/runRecord.ts';
import { choiceOption, onePositional, type Command } from './command.ts';
import { outputFile } from './outputFile.ts';

interface ExportOnnxReport {
  readonly file: string;
  readonly bytes: number;
}

export const exportOnnx: Command = {
  name: 'export-onnx',
  summary: 'writes a run\'s model as one ONNX file',
  usage: '<run> --out FILE [--checkpoint best|last]',
  help: [
    '--out FILE              the file; replaced where it exists',
    '--checkpoint best|last  (best)',
    'The model takes `picture` float32 [batch, 3, side, side] (RGB, ImageNet-normalised) and `text` float32 [batch, 4, width] (pooled',
    'features of the four texts) and gives `probabilities`, `logits` and `feature`; the batch may be of any size from 1. Its metadata',
    'names classes, normalisation and text encoder.',
  ],
  options: { out: { type: 'string' }, checkpoint: { type: 'string' } },
  async run(given): Promise<ExportOnnxReport> {
    const run = path.resolve(onePositional(given, 'run'));
    const file = await outputFile(given);
    const checkpoint = choiceOption(given, 'checkpoint', ['best', 'last'], 'best');
    const config = await readRunConfig(run);
    const { state } = await readCheckpoint(path.join(run, checkpointFile(checkpoint)), exportedParameters(config.training.model));
    // A name mistyped must not cost a run its config, or a dataset its labels.
    if (existsSync(file) && path.extname(file) !== '.onnx') throw new StickerLabError('A file is there that is no ONNX model', file, 'Choose a path that ends in .onnx.');
    const bytes = encodeModel(exportModel(config, state));
    await writeAtomically(file, bytes);
    return { file, bytes: bytes.length };
  },
  print: ({ file, bytes }: ExportOnnxReport) => `${file}: ${(bytes / 1e6).toFixed(1)} MB`,
};
