import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import { fingerprintDataset } from '../dataset/fingerprint.ts';
import type { Split } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { compareRuns, type ComparedRun, type ComparisonView } from '../evaluate/compareRuns.ts';
import { dataChanges, noChanges, type DataChanges } from '../train/dataChanges.ts';
import { readDataRecords, toDataRecords } from '../train/dataRecords.ts';
import { predictionsFile, runFiles } from '../train/runRecord.ts';
import { readCurrentPredictions } from './readEvaluation.ts';
import { readRunView } from './readRunView.ts';

type LabelledDataset = Pick<Dataset, 'classes' | 'stickers'>;

/** What a run says of its data in `config.json`: '' for what it does not. */
async function readOrigin(run: string): Promise<{ readonly root: string; readonly fingerprint: string }> {
  const config: unknown = await readFile(path.join(run, runFiles.config), 'utf8').then(JSON.parse).catch(() => null);
  const { root, fingerprint } = (config as { dataset?: { root?: unknown; fingerprint?: unknown } } | null)?.dataset ?? {};
  return { root: typeof root === 'string' ? root : '', fingerprint: typeof fingerprint === 'string' ? fingerprint : '' };
}

async function readCompared(run: string, split: Split, classes: readonly string[]): Promise<ComparedRun> {
  const view = await readRunView(run);
  const predictions = await readCurrentPredictions({ run, split, checkpoint: 'best' });
  if (predictions.length === 0) {
    throw new StickerLabError(`${view.name} has no predictions of the ${split} split by its best weights as they are now.`, path.join(run, predictionsFile(split)), `Compute them: in the comparison, in its analysis, or with sticker-lab evaluate --split ${split}.`);
  }
  const data = await readDataRecords(run);
  return { name: view.name, classes: view.classes.length > 0 ? view.classes : classes, predictions, data: typeof data === 'string' ? null : data };
}

/** Compares what two runs' best checkpoints predicted. @throws StickerLabError, naming the run, where one has no predictions of the split. */
export async function readComparison(dataset: LabelledDataset, first: string, second: string, split: Split): Promise<ComparisonView> {
  const [one, other] = [await readCompared(first, split, dataset.classes), await readCompared(second, split, dataset.classes)];
  const labels = new Map(dataset.stickers.map(({ id, label }) => [id, label === null ? null : dataset.classes[label]]));
  const [from, to] = await Promise.all([readOrigin(first), readOrigin(second)]);
  const view = compareRuns(split, one, other, labels);
  if (from.root === '' || to.root === '' || from.root === to.root) return view;
  return { ...view, remarks: [...view.remarks, `They learned from different folders, ${from.root} and ${to.root}: stickers of the same path within them are taken to be the same.`] };
}

/** What changed from the data of one run to that of another, or to a dataset as it is now. */
export async function readChanges(from: string, to: string | LabelledDataset): Promise<DataChanges> {
  const before = await readDataRecords(from);
  const after = typeof to === 'string' ? await readDataRecords(to) : toDataRecords(to);
  if (typeof before === 'string') return unsaid(from, before, from, to);
  if (typeof after === 'string') return unsaid(to as string, after, from, to);
  const known = new Set(after.map(({ id }) => id));
  if (before.some(({ id }) => known.has(id))) return dataChanges(before, after);
  const { root } = await readOrigin(from);
  return { ...noChanges, reason: `${path.basename(from)} learned from a dataset that shares no sticker with ${typeof to === 'string' ? `that of ${path.basename(to)}` : 'this one'}${root ? `: ${root}` : ''}.` };
}

/** Without the records of one of them, that nothing changed can still be told by the fingerprints. */
async function unsaid(run: string, state: 'missing' | 'damaged', from: string, to: string | LabelledDataset): Promise<DataChanges> {
  const { fingerprint } = await readOrigin(from);
  if (fingerprint !== '' && fingerprint === (typeof to === 'string' ? (await readOrigin(to)).fingerprint : fingerprintDataset(to))) return noChanges;
  const why = state === 'missing' ? 'is missing: it was made by an earlier version of Sticker Lab' : 'is damaged';
  return { ...noChanges, reason: `${path.basename(run)} does not say what it learned from, as its ${runFiles.data} ${why}.` };
}
