import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { splits, type Split } from '../dataset/sticker.ts';
import { predictionsFile, type CheckpointName, type PredictionRecord } from '../train/runRecord.ts';
import type { OpenDataset } from './openDatasets.ts';
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

/** Reads one split's predictions by a checkpoint; [] where there are none. Lines cut off or damaged are left out. */
export async function readPredictions(run: string, split: Split, checkpoint: CheckpointName = 'best'): Promise<PredictionRecord[]> {
  const text = await readFile(path.join(run, predictionsFile(split, checkpoint)), 'utf8').catch(ifMissing(''));
  const records: PredictionRecord[] = [];
  for (const line of text.split('\n')) {
    const record = parsePrediction(line);
    if (record) records.push(record);
  }
  return records;
}

function parsePrediction(line: string): PredictionRecord | null {
  if (!line.startsWith('{') || !line.endsWith('}')) return null;
  try {
    const record = JSON.parse(line) as Partial<PredictionRecord>;
    const whole = typeof record.id === 'string' && Number.isInteger(record.label) && Number.isInteger(record.prediction) && Array.isArray(record.probabilities);
    return whole ? (record as PredictionRecord) : null;
  } catch {
    return null;
  }
}

const ifMissing = <T>(value: T) => (error: NodeJS.ErrnoException): T => {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return value;
  throw error;
};

/** Which files there are, and of when. */
async function predictionsVersion(run: string): Promise<string> {
  const parts = await Promise.all(splits.map(async (split) => {
    const found = await stat(path.join(run, predictionsFile(split))).catch(ifMissing(null));
    return found ? `${found.size}:${found.mtimeMs}` : '-';
  }));
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
  const { classes } = await readRunView(run);
  const predicted = new Int16Array(opened.dataset.stickers.length).fill(-1);
  const probabilities = new Map<string, readonly number[]>();
  for (const split of splits) {
    for (const record of await readPredictions(run, split)) {
      const position = opened.positions.get(record.id);
      if (position === undefined) continue;
      predicted[position] = record.prediction;
      probabilities.set(record.id, record.probabilities);
    }
  }
  return {
    version,
    classes: classes.length > 0 ? classes : opened.dataset.classes,
    predicted: (position) => (predicted[position] < 0 ? null : predicted[position]),
    probabilities: (id) => probabilities.get(id) ?? null,
  };
}
