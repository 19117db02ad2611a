import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Split } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { parseJson } from '../files/parseJson.ts';
import { featuresFile, predictionsFile, type PredictionRecord } from '../train/runRecord.ts';
import { readSafetensors, writeSafetensors } from '../weights/safetensors.ts';
import type { FeatureSource } from './mapKey.ts';

/** A split's features: row i of `features` [n, width] is of sticker `ids[i]`, whose label is `labels[i]`. */
export interface SplitFeatures {
  readonly ids: readonly string[];
  readonly labels: Int32Array;
  readonly features: Float32Array;
  readonly width: number;
  /** Where they are stored, absolute. */
  readonly file: string;
}

/** Those of the evaluation lie with its predictions. */
const fileOf = (run: string, split: Split, source: FeatureSource) => path.join(run, source === 'fused' ? featuresFile(split) : `features/${split}-${source}.safetensors`);

const idsSchema = z.array(z.string());

async function readPredicted(run: string, split: Split): Promise<Pick<SplitFeatures, 'ids' | 'labels'> | null> {
  const file = path.join(run, predictionsFile(split));
  if (!existsSync(file)) return null;
  const records = (await readFile(file, 'utf8')).split('\n').filter(Boolean).map((line) => parseJson(line, file, 'Evaluate the split again.') as PredictionRecord);
  return { ids: records.map(({ id }) => id), labels: Int32Array.from(records, ({ label }) => label) };
}

async function readWhole(run: string, split: Split, source: FeatureSource, weights: string): Promise<SplitFeatures | null> {
  const file = fileOf(run, split, source);
  if (!existsSync(file)) return null;
  const { tensors, metadata } = await readSafetensors(file);
  const [feature, label] = [tensors.get('feature'), tensors.get('label')];
  if (metadata['weights'] !== weights || !(feature?.data instanceof Float32Array) || feature.shape.length !== 2) return null;
  const stickers = source === 'fused' ? await readPredicted(run, split) : { ids: idsSchema.parse(parseJson(metadata['ids'] ?? '', file, '')), labels: label?.data as Int32Array };
  if (stickers?.ids.length !== feature.shape[0] || stickers.labels.length !== feature.shape[0]) return null;
  return { ...stickers, features: feature.data, width: feature.shape[1], file };
}

/** The stored features that `weights` made; null where there are none, or they are damaged, of other weights, or not of the stored predictions. */
export function readStoredFeatures(run: string, split: Split, source: FeatureSource, weights: string): Promise<SplitFeatures | null> {
  return readWhole(run, split, source, weights).catch((error: unknown) => {
    if (error instanceof StickerLabError || error instanceof z.ZodError) return null;
    throw error;
  });
}

/** Stores all but the classified features, which the evaluation stores. */
export async function storeFeatures(run: string, split: Split, source: Exclude<FeatureSource, 'fused'>, weights: string, { ids, labels, features, width }: Omit<SplitFeatures, 'file'>): Promise<void> {
  const tensors = new Map([['feature', { shape: [ids.length, width], data: features }], ['label', { shape: [ids.length], data: labels }]]);
  await writeSafetensors(fileOf(run, split, source), tensors, { weights, ids: JSON.stringify(ids) });
}
