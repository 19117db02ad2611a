import path from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import { Interrupted } from '../errors/interrupted.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { heartbeatMilliseconds } from '../files/isAlive.ts';
import { readDescribedDataset } from '../store/readDescribedDataset.ts';
import { openStorage, runsFolder, storageOfRun } from '../store/storage.ts';
import { settingNames } from '../train/applySettings.ts';
import { createRun } from '../train/createRun.ts';
import { lockRun } from '../train/lockRun.ts';
import { presets } from '../train/presets.ts';
import { recipes } from '../train/recipes.ts';
import type { RunConfig } from '../train/runConfig.ts';
import { openRunWriter, readResult, readRunConfig, type RunWriter } from '../train/runFolder.ts';
import type { Device, Preset, Recipe, RunResult } from '../train/runRecord.ts';
import { trainRun } from '../train/trainRun.ts';
import { choiceOption, integerOption, onePositional, stringOption, UsageError, type Command, type CommandArguments, type CommandContext } from './command.ts';

const presetNames = Object.keys(presets) as Preset[];
const recipeNames = Object.keys(recipes) as Recipe[];
const devices: readonly Device[] = ['auto', 'cpu', 'webgpu'];

function settingsOf(given: CommandArguments): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const entry of (given.values['set'] as readonly string[] | undefined) ?? []) {
    const at = entry.indexOf('=');
    if (at < 1) throw new UsageError(`--set takes key=value, not "${entry}"`);
    settings[entry.slice(0, at)] = entry.slice(at + 1);
  }
  for (const name of ['epochs', 'seed'] as const) {
    if (given.values[name] !== undefined) settings[name] = String(integerOption(given, name, 0, name === 'epochs' ? 1 : 0));
  }
  return settings;
}

/** `<runs>/<preset>-<date and time>`. */
async function defaultRun(root: string, preset: Preset, { progress }: CommandContext): Promise<string> {
  const storage = await openStorage(root);
  if (storage.fallback) progress(`The dataset's folder cannot be written to: the run goes to ${storage.folder}.`);
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return path.join(runsFolder(storage), `${preset}-${stamp}`);
}

/** Mirrors a run's status to the terminal, a line an activity. */
function withProgress(writer: RunWriter, { progress, activity }: CommandContext): RunWriter {
  return {
    ...writer,
    async status(change) {
      await writer.status(change);
      if (change.activity) activity(change.step === undefined ? change.activity : `${change.activity}, step ${change.step} of ${change.steps ?? '?'}`);
    },
    async note(notes) {
      await writer.note(notes);
      for (const note of notes) progress(note);
    },
    async metrics(entry) {
      await writer.metrics(entry);
      if (entry.kind !== 'epoch') return;
      const { validation, test } = entry;
      progress(`Epoch ${entry.epoch}: training loss ${entry.train.loss.toFixed(3)}, validation accuracy ${(100 * validation.accuracy).toFixed(2)} %, weighted F1 ${(100 * validation.weightedF1).toFixed(2)} %${test ? `, test accuracy ${(100 * test.accuracy).toFixed(2)} %` : ''}${entry.best ? ' (best)' : ''}, ${entry.seconds.toFixed(1)} s`);
    },
  };
}

const fixed = ['preset', 'recipe', 'device', 'epochs', 'seed', 'set'];

async function openRun(given: CommandArguments, root: string, context: CommandContext) {
  const preset = choiceOption(given, 'preset', presetNames, 'laptop');
  const recipe = choiceOption(given, 'recipe', recipeNames, 'paper');
  const device = choiceOption(given, 'device', devices, 'auto');
  const settings = settingsOf(given);
  const asked = stringOption(given, 'run');
  const resume = given.values['resume'] === true;
  if (resume && !asked) throw new UsageError('--resume needs --run FOLDER');
  const changed = fixed.find((name) => given.values[name] !== undefined);
  if (resume && changed) throw new UsageError(`--resume goes on with the run's own settings: leave --${changed} out`);
  const dataset = await readDescribedDataset(root, { signal: context.signal, storage: asked ? storageOfRun(asked, root) : null });
  const folder = asked ? path.resolve(asked) : await defaultRun(dataset.root, preset, context);
  const config: RunConfig = resume ? await readRunConfig(folder) : await createRun(folder, dataset, { preset, recipe, device, settings });
  return { dataset, folder, config, result: resume ? await readResult(folder) : null };
}

/** Trains, and says in the status how it ended. */
async function trainLocked(config: RunConfig, dataset: Dataset, writer: RunWriter, context: CommandContext): Promise<RunResult> {
  for (const note of config.notes) context.progress(note);
  const heartbeat = setInterval(() => void writer.status({}).catch(() => undefined), heartbeatMilliseconds);
  try {
    const result = await trainRun(config, dataset, writer, context.signal);
    await writer.status({ state: 'done', activity: 'Done', secondsLeft: null });
    return result;
  } catch (error) {
    const known = error instanceof StickerLabError;
    if (error instanceof Interrupted || (context.signal.aborted && !known)) {
      await writer.status({ state: 'stopped', activity: 'Stopped', secondsLeft: null });
      throw error;
    }
    const message = error instanceof Error ? error.message : String(error);
    // On a full disk this cannot be written either; what is thrown is the first failure.
    await writer.status({ state: 'failed', activity: 'Failed', error: { message, file: known ? error.file : writer.folder, remedy: known ? error.remedy : 'The log of the run says more.' } }).catch(() => undefined);
    throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

export const train: Command = {
  name: 'train',
  summary: 'trains MGHFT on a dataset',
  usage: '<dataset> [--preset P] [--recipe R] [--device D] [--epochs N] [--seed S] [--run FOLDER] [--resume] [--set key=value]...',
  help: [
    `--preset P       ${presetNames.join(', ')} (laptop): paper is PVT-small at 448 px, laptop PVT-tiny at 224, tiny takes minutes on two cores`,
    `--recipe R       ${recipeNames.join(', ')} (paper): what the paper says, or what its released code does, where they differ`,
    '--device D       auto, cpu, webgpu (auto: WebGPU where there is an adapter)',
    '--epochs N       instead of the preset\'s',
    '--seed S         of weights, order and augmentation (1)',
    '--run FOLDER     the run folder; without it one is made in the dataset\'s .sticker-lab/runs',
    '--resume         goes on from the last checkpoint of --run',
    '--set key=value  changes one setting of the preset; may be repeated. Settings:',
    ...settingNames(presets.laptop).map((name) => `                   ${name}`),
  ],
  options: {
    preset: { type: 'string' }, recipe: { type: 'string' }, device: { type: 'string' }, epochs: { type: 'string' }, seed: { type: 'string' }, run: { type: 'string' },
    resume: { type: 'boolean' }, set: { type: 'string', multiple: true },
  },
  async run(given, context) {
    const { dataset, folder, config, result: before } = await openRun(given, onePositional(given, 'dataset'), context);
    if (before) {
      context.progress('The run is done already.');
      return before;
    }
    const unlock = await lockRun(folder);
    try {
      return await trainLocked(config, dataset, withProgress(await openRunWriter(folder), context), context);
    } finally {
      await unlock();
    }
  },
  print: ({ run, epochs, best, secondsPerImage, device }: RunResult) =>
    `${epochs} epochs on ${device}, ${secondsPerImage.toFixed(4)} s an image. Best epoch ${best.epoch}: ${best.split} accuracy ${(100 * best.accuracy).toFixed(2)} %, weighted F1 ${(100 * best.weightedF1).toFixed(2)} %.\n${run}`,
};
