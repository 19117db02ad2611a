import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import { fingerprintDataset } from '../dataset/fingerprint.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { fileFailure } from '../files/fileFailure.ts';
import { makeFolder } from '../files/makeFolder.ts';
import { epochLength } from './epochOrder.ts';
import { isDescribed, type ExampleSplits } from './examples.ts';
import { presets } from './presets.ts';
import { checkTraining } from './checkTraining.ts';
import { applySettings } from './applySettings.ts';
import { collectExamples } from './runSources.ts';
import type { RunConfig, TrainingConfig } from './runConfig.ts';
import { adoptPretrained } from './pretrained.ts';
import { recipes } from './recipes.ts';
import { runFiles, type Device, type Preset, type Recipe } from './runRecord.ts';
import { writeRunConfig } from './runFolder.ts';
import { threadsOf } from './threadsOf.ts';
import { currentVersions } from './versions.ts';
import { stageDataRecords } from './dataRecords.ts';

export interface RunRequest {
  readonly preset: Preset;
  readonly recipe: Recipe;
  readonly device: Device;
  /** `--set` entries, with `epochs` and `seed` among them. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The config for this data and machine: as many classes as the dataset has, a batch no larger than its training split, a number of threads that stays. */
function fitTraining(training: TrainingConfig, dataset: Dataset, examples: ExampleSplits): TrainingConfig {
  if (training.selection === 'test' && examples.test.length === 0) throw new StickerLabError('The test split has no stickers with a label and a picture to choose the best epoch by', dataset.root, 'Choose by validation accuracy: selection=validation.');
  for (const split of ['train', 'validation'] as const) {
    if (examples[split].length < 2) throw new StickerLabError(`The ${split} split has ${examples[split].length} stickers with a label and a picture`, dataset.root, 'A training needs at least two in each of train and validation.');
  }
  return {
    ...training,
    threads: threadsOf(training),
    batchSize: Math.min(training.batchSize, epochLength(examples.train.length, training.augmentation.repeats)),
    model: { ...training.model, classes: dataset.classes.length },
  };
}

function describeRun(dataset: Dataset, examples: ExampleSplits, training: TrainingConfig): { notes: string[]; withoutDescriptions: number } {
  const used = new Set(Object.values(examples).flat().map(({ id }) => id));
  const withoutDescriptions = dataset.stickers.filter((sticker) => used.has(sticker.id) && !isDescribed(sticker, training.text.views)).length;
  return {
    withoutDescriptions,
    notes: [
      ...(training.text.encoder === 'seeded' ? [`Texts are read by a small BERT drawn from the seed, with a vocabulary of the training texts: BERT-base's weights are not used.`] : []),
      ...(training.pretrained.vision === 'none' ? ['The vision backbone starts from random weights, not from ImageNet.'] : []),
      ...(training.selection === 'test' ? ['The best epoch is chosen by the test split, as in the released code: the test score is optimistic.'] : []),
      ...(withoutDescriptions > 0 ? [`${withoutDescriptions} of ${used.size} stickers lack descriptions; what they have of them, or else their own text, stands in.`] : []),
    ],
  };
}

/** Whether a run lies there. A config cut off while it was first written, or one whose data have not got their name, is none: nothing of its run was done. */
async function holdsRun(folder: string): Promise<boolean> {
  const [config, status, data] = [runFiles.config, runFiles.status, runFiles.data].map((name) => path.join(folder, name)) as [string, string, string];
  if (!existsSync(config)) return false;
  if (existsSync(status)) return true;
  try {
    JSON.parse(await readFile(config, 'utf8'));
    if (existsSync(data)) return true;
  } catch {
    // Cut off.
  }
  await rm(config, { force: true });
  return false;
}

/**
 * Makes the run folder with its `config.json`, and `data.jsonl`, which says of each sticker what the config's fingerprint is of.
 * @throws StickerLabError where the folder already holds a run.
 */
export async function createRun(folder: string, dataset: Dataset, request: RunRequest): Promise<RunConfig> {
  const taken = () => new StickerLabError('The folder already holds a run', folder, 'Choose another name, or continue that run with --resume.');
  if (await holdsRun(folder)) throw taken();
  const asked = applySettings(applySettings(presets[request.preset], recipes[request.recipe]), request.settings);
  checkTraining(asked);
  if ('model.classes' in request.settings) throw new StickerLabError('The number of classes follows from the dataset', 'model.classes', 'Leave the setting out.');
  const examples = collectExamples(dataset, asked.text.views);
  const { training, pretrained } = await adoptPretrained(fitTraining(asked, dataset, examples));
  const { notes, withoutDescriptions } = describeRun(dataset, examples, training);
  const config: RunConfig = {
    version: 2,
    name: path.basename(folder),
    created: new Date().toISOString(),
    preset: request.preset,
    recipe: request.recipe,
    device: request.device,
    dataset: {
      root: dataset.root,
      name: dataset.name,
      fingerprint: fingerprintDataset(dataset),
      classes: dataset.classes,
      stickers: { train: examples.train.length, validation: examples.validation.length, test: examples.test.length },
      withoutDescriptions,
    },
    training,
    pretrained,
    versions: await currentVersions(),
    notes,
  };
  await makeFolder(path.join(folder, 'checkpoints'));
  const data = await stageDataRecords(folder, dataset);
  try {
    // Of two processes that make the same run, one gets to write. The data are on the disk by then, and lack only their name.
    await writeFile(path.join(folder, runFiles.config), JSON.stringify(config, null, 2), { flag: 'wx' });
    await rename(data, path.join(folder, runFiles.data));
  } catch (error) {
    await rm(data, { force: true });
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? taken() : fileFailure(error, path.join(folder, runFiles.config));
  }
  await writeRunConfig(folder, config);
  return config;
}
