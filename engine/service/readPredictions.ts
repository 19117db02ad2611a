import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Split } from '../dataset/sticker.ts';
import { predictionsFile, type CheckpointName, type PredictionRecord } from '../train/runRecord.ts';

/** Reads one split's predictions by a checkpoint; [] where there are none. Lines cut off or damaged are left out. */
export async function readPredictions(run: string, split: Split, checkpoint: CheckpointName = 'best'): Promise<PredictionRecord[]> {
  const text = await readFile(path.join(run, predictionsFile(split, checkpoint)), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '';
    throw error;
  });
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
