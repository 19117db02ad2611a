import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Split } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { parseJson } from '../files/parseJson.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { featuresFile, mapFile, predictionsFile, type MapRecord, type PredictionRecord, type ProjectionMethod } from '../train/runRecord.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import { projectFeatures } from './project.ts';
import { createSessionNeighbours } from './sessionNeighbours.ts';

async function readFeatures(run: string, split: Split) {
  const file = path.join(run, featuresFile(split));
  const predictions = path.join(run, predictionsFile(split));
  const remedy = `Run \`sticker-lab evaluate\` on the ${split} split again.`;
  const records = (await readFile(predictions, 'utf8')).split('\n').filter(Boolean).map((line) => parseJson(line, predictions, remedy) as PredictionRecord);
  const tensor = (await readSafetensors(file)).tensors.get('feature');
  if (!tensor || tensor.shape[0] !== records.length || !(tensor.data instanceof Float32Array)) {
    throw new StickerLabError('Predictions and features do not belong together', file, remedy);
  }
  return { records, features: tensor.data, width: tensor.shape[1] };
}

/** Whether the split's predictions and features are in the run folder, whole and of one evaluation. */
export async function hasFeatures(run: string, split: Split): Promise<boolean> {
  if (!existsSync(path.join(run, predictionsFile(split))) || !existsSync(path.join(run, featuresFile(split)))) return false;
  return readFeatures(run, split).then(() => true, (error: unknown) => {
    if (error instanceof StickerLabError) return false;
    throw error;
  });
}

export interface ProjectRunConfig {
  readonly method: ProjectionMethod;
  readonly split: Split;
  readonly seed: number;
  readonly workerFile: URL;
  readonly signal: AbortSignal;
  onActivity(activity: string): void;
}

/** Lays out a split's fused features in the plane and stores the map in the run folder. Needs the split's predictions. */
export async function projectRun(run: string, { method, split, seed, workerFile, signal, onActivity }: ProjectRunConfig): Promise<MapRecord> {
  const { records, features, width } = await readFeatures(run, split);
  const report = await projectFeatures(features, records.length, width, {
    method, seed, workerFile, signal, file: path.join(run, featuresFile(split)), neighbours: createSessionNeighbours(availableParallelism()),
    onProgress: ({ iteration, iterations }) => onActivity(`t-SNE: ${iteration} of ${iterations}`),
  });
  const map: MapRecord = {
    method, split, seed, seconds: report.seconds, kl: report.kl,
    parameters: Object.fromEntries(Object.entries(report.parameters).filter((entry): entry is [string, number] => typeof entry[1] === 'number')),
    points: records.map(({ id, label, prediction }, row) => ({ id, label, prediction, x: report.coordinates[2 * row], y: report.coordinates[2 * row + 1] })),
  };
  await writeAtomically(path.join(run, mapFile(split, method)), JSON.stringify(map));
  return map;
}
