import path from 'node:path';
import { existsSync } from 'node:fs';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { splits, type Split } from '../dataset/sticker.ts';
import { openStorage } from '../store/storage.ts';
import { loadFeatures } from '../text/featureCache.ts';
import { createTextEncoder } from '../text/textEncoder.ts';
import { buildVocabulary } from '../text/vocabulary.ts';
import type { BatchSources } from './batches.ts';
import { toExample, type Example, type ExampleSplits } from './examples.ts';
import { weighClasses } from './classWeights.ts';
import { createPictureSource, type PictureView } from './pictureSource.ts';
import type { RunConfig, TrainingConfig } from './runConfig.ts';
import { openTextModel, tokenizerFile } from './runTextModel.ts';
import { threadsOf } from './threadsOf.ts';

/** What a run reads: its examples, their pictures and their text features. */
export interface RunSources extends BatchSources {
  readonly examples: ExampleSplits;
  /** What was left out or cut, for people. */
  readonly notes: readonly string[];
}

/** The run's own vocabulary is made from the training texts when the run starts, and read ever after. */
async function keepVocabulary(run: string, { text }: TrainingConfig, examples: readonly Example[]): Promise<void> {
  const file = tokenizerFile(run);
  if (!existsSync(file)) await writeAtomically(file, JSON.stringify(buildVocabulary(examples.flatMap(({ texts }) => texts), text.vocabulary)));
}

async function openFeatures(run: string, dataset: Dataset, config: Pick<RunConfig, 'training' | 'pretrained'>, examples: ExampleSplits, signal: AbortSignal, onProgress: (done: number, total: number) => void | Promise<void>) {
  const { maxLength, pooling } = config.training.text;
  if (!config.pretrained.text) await keepVocabulary(run, config.training, examples.train);
  const encoder = createTextEncoder({ ...await openTextModel(run, config), pooling, maxLength, threads: threadsOf(config.training) });
  const folder = path.join((await openStorage(dataset.root)).folder, 'text');
  return loadFeatures(folder, encoder, splits.flatMap((split) => examples[split].flatMap(({ texts }) => texts)), { signal, onProgress });
}

/** Labelled stickers whose picture exists, by split. */
export function collectExamples(dataset: Dataset, choices: TrainingConfig['text']['views']): ExampleSplits {
  const missing = new Set(dataset.missing);
  const of = (split: Split) => dataset.stickers.flatMap((sticker) =>
    sticker.split === split && sticker.label !== null && !missing.has(sticker.id) ? [toExample(sticker, sticker.label, choices)] : []);
  return { train: of('train'), validation: of('validation'), test: of('test') };
}

/** @throws StickerLabError for a split in which nothing can be predicted. */
export function requireExamples(examples: ExampleSplits, split: Split, root: string): void {
  if (examples[split].length === 0) throw new StickerLabError(`The ${split} split has no labelled pictures`, root, 'Choose another split.');
}

/**
 * Prepares the splits named in `needed`: decodes their pictures once as that view, leaving out those that cannot be, and loads text features.
 * @throws StickerLabError where the run's vocabulary is damaged.
 */
export async function openRunSources(run: string, dataset: Dataset, config: Pick<RunConfig, 'training' | 'pretrained'>, needed: Readonly<Partial<Record<Split, PictureView>>>, signal: AbortSignal, onActivity: (activity: string) => void | Promise<void>): Promise<RunSources> {
  const { training } = config;
  const all = collectExamples(dataset, training.text.views);
  const wanted = splits.flatMap((split) => {
    const view = needed[split];
    return view ? all[split].map(({ id }) => ({ id, view })) : [];
  });
  const pictures = createPictureSource(dataset, training);
  const broken = await pictures.check(wanted, signal, (done) => onActivity(`Reading pictures: ${done} of ${wanted.length}`));
  const usable = (split: Split) => all[split].filter(({ id }) => !broken.has(id));
  const examples = { train: usable('train'), validation: usable('validation'), test: usable('test') };
  await onActivity('Computing text features');
  const features = await openFeatures(run, dataset, config, examples, signal, (done, total) => onActivity(`Computing text features: ${done} of ${total}`));
  const notes = [
    ...(broken.size > 0 ? [`${broken.size} pictures could not be read and were left out, the first: ${[...broken].slice(0, 3).map(([id, reason]) => `${id} (${reason})`).join('; ')}.`] : []),
    ...(features.cut.size > 0 ? [`${features.cut.size === 1 ? '1 text was' : `${features.cut.size} texts were`} cut: longer than ${training.text.maxLength} word pieces.`] : []),
  ];
  return { pictures, features, training, classWeights: weighClasses(examples.train, training.model.classes, training.classWeights), examples, notes };
}
