import { stat } from 'node:fs/promises';
import path from 'node:path';
import { splits } from '../dataset/sticker.ts';
import { evaluationFile, predictionsFile, runFiles } from '../train/runRecord.ts';
import type { OpenDataset } from './openDatasets.ts';
import { readCurrentPredictions } from './readEvaluation.ts';
import { readRunView } from './readRunView.ts';

/** A run's stored predictions, laid beside the dataset's stickers. */
export interface PredictionTable {
  /** Changes with the files. */
  readonly version: string;
  /** What the predictions are indices into: the run's own classes, or the dataset's where the run does not say. */
  readonly classes: readonly string[];
  predicted(position: number): number | null;
  probabilities(id: string): readonly number[] | null;
}

/** Which files there are, and of when. The weights count too: predictions of earlier ones are not read. */
async function predictionsVersion(run: string): Promise<string> {
  const files = [...splits.flatMap((split) => [predictionsFile(split), evaluationFile(split)]), runFiles.bestCheckpoint];
  const parts = await Promise.all(files.map((file) => stat(path.join(run, file)).then(({ size, mtimeMs }) => `${size}:${mtimeMs}`, () => '-')));
  return `${run} ${parts.join(' ')}`;
}

const mostTables = 4;

/** Keeps the tables of the latest runs, and reads one again when its files changed. */
export function createPredictionTables() {
  const tables = new WeakMap<OpenDataset, Map<string, PredictionTable>>();
  return {
    async of(opened: OpenDataset, run: string): Promise<PredictionTable> {
      const version = await predictionsVersion(run);
      const kept = tables.get(opened) ?? new Map<string, PredictionTable>();
      tables.set(opened, kept);
      const known = kept.get(run);
      if (known?.version === version) return known;
      const table = await readTable(opened, run, version);
      kept.delete(run);
      kept.set(run, table);
      if (kept.size > mostTables) kept.delete(kept.keys().next().value!);
      return table;
    },
  };
}

export type PredictionTables = ReturnType<typeof createPredictionTables>;

async function readTable(opened: OpenDataset, run: string, version: string): Promise<PredictionTable> {
  const { classes: own } = await readRunView(run);
  const classes = own.length > 0 ? own : opened.dataset.classes;
  const predicted = new Int16Array(opened.dataset.stickers.length).fill(-1);
  const probabilities = new Map<string, readonly number[]>();
  for (const split of splits) {
    for (const record of await readCurrentPredictions({ run, split, checkpoint: 'best' })) {
      const position = opened.positions.get(record.id);
      if (position === undefined || classes[record.prediction] === undefined) continue;
      predicted[position] = record.prediction;
      probabilities.set(record.id, record.probabilities);
    }
  }
  return {
    version,
    classes,
    predicted: (position) => (predicted[position] < 0 ? null : predicted[position]),
    probabilities: (id) => probabilities.get(id) ?? null,
  };
}
