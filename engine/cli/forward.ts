import path from 'node:path';
import { forwardBatch, readForwardBatch } from '../train/forwardBatch.ts';
import { buildPredictionGraph } from '../train/trainingGraph.ts';
import { readTrainingConfig } from '../train/readTrainingConfig.ts';
import type { TrainingConfig } from '../train/runConfig.ts';
import { explainMismatch } from '../weights/explainMismatch.ts';
import { matchWeights } from '../weights/matchWeights.ts';
import { readWeights } from '../weights/readWeights.ts';
import { readSafetensors, writeSafetensors } from '../weights/safetensors.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { stringOption, UsageError, type Command, type CommandArguments } from './command.ts';
import { outputFile } from './outputFile.ts';

interface ForwardReport {
  /** Names of the tensors written. */
  readonly tensors: readonly string[];
}

/** What the config comes to. */
interface ParameterReport {
  readonly training: TrainingConfig;
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

function fileOption(given: CommandArguments, name: string): string {
  const value = stringOption(given, name);
  if (!value) throw new UsageError(`--${name} is missing`);
  return path.resolve(value);
}

export const forward: Command = {
  name: 'forward',
  summary: 'runs one batch and writes every number, for checking',
  usage: '--config C.json (--parameters | --weights W --batch B.safetensors --out O.safetensors [--gradients])',
  help: [
    '--config C    a run\'s config.json, or {"preset": "paper", "recipe": "released", "settings": {"model.classes": 7}};',
    '              settings are those of `train --set`, and model.classes',
    '--parameters  writes nothing and runs nothing: lists every parameter of the config with its shape and, with --json, all settings',
    '--weights W   every parameter, of any float type: safetensors or a PyTorch file, under the released checkpoint\'s names',
    '--batch B     image [B, 3, side, side] normalised, text [B, 4, width] the pooled features fused at stages 1 to 4, label [B]',
    '--out O       replaced, its folder made where there is none; without dropout and drop path: logits, feature, loss.ce, loss.cl.1 to 4 and loss.mlce.1 to 4 (unweighted),',
    '              loss.total, tokens.1 to 4 (int32 [B, heads * k]: chosen patches in row order from 0, head by head, best first)',
    '--gradients   also grad.<parameter>: of loss.total',
    'Class weights, which belong to a training split, are not applied.',
  ],
  endsAtOnce: true,
  options: { config: { type: 'string' }, weights: { type: 'string' }, batch: { type: 'string' }, out: { type: 'string' }, gradients: { type: 'boolean' }, parameters: { type: 'boolean' } },
  async run(given, { progress, activity }): Promise<ForwardReport | ParameterReport> {
    if (given.positionals.length > 0) throw new UsageError(`forward takes options only, not "${given.positionals[0]}"`);
    if (given.values['parameters'] === true) {
      const other = ['weights', 'batch', 'out', 'gradients'].find((name) => given.values[name] !== undefined);
      if (other) throw new UsageError(`--parameters runs nothing: leave --${other} out`);
      const training = await readTrainingConfig(fileOption(given, 'config'));
      return { training, parameters: buildPredictionGraph(training.model, 1, 'cpu').parameters.map(({ name, shape }) => ({ name, shape })) };
    }
    const [config, weightsFile, batchFile] = ['config', 'weights', 'batch'].map((name) => fileOption(given, name)) as [string, string, string];
    const out = await outputFile(given, [config, weightsFile, batchFile]);
    const training = await readTrainingConfig(config);
    const batch = readForwardBatch((await readSafetensors(batchFile)).tensors, training, batchFile);
    const { parameters } = buildPredictionGraph(training.model, 1, 'cpu');
    const match = matchWeights(await readWeights(weightsFile), parameters, { file: weightsFile });
    if (match.missing.length > 0) throw new StickerLabError(explainMismatch(match), weightsFile, 'Give every parameter of the model, or the config these weights belong to.');
    if (match.unexpected.length > 0) progress(explainMismatch(match));
    activity(`Running a batch of ${batch.size}`);
    const outputs = await forwardBatch(training, batch, match.weights, given.values['gradients'] === true);
    await writeSafetensors(out, outputs);
    const strange = [...outputs].filter(([, { data }]) => data instanceof Float32Array && !data.every(Number.isFinite)).map(([tensor]) => tensor);
    if (strange.length > 0) progress(`Not all numbers are finite in ${strange.join(', ')}: the weights or the pictures are too large for float32.`);
    return { tensors: [...outputs.keys()] };
  },
  print: (report: ForwardReport | ParameterReport) => ('tensors' in report ? report.tensors : report.parameters.map(({ name, shape }) => `${name} [${shape.join(', ')}]`)).join('\n'),
};
