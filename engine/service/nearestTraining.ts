import { stat } from 'node:fs/promises';
import path from 'node:path';
import { splits, type Split } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { featuresFile, predictionsFile } from '../train/runRecord.ts';
import { readSafetensors } from '../weights/safetensors.ts';
import type { NeighbourView } from './explainRequests.ts';
import type { OpenDataset } from './openDatasets.ts';
import { arePredictionsCurrent } from './readEvaluation.ts';
import { readPredictions } from './readPredictions.ts';

/** The fused features of a split, each brought to length 1. */
interface FeatureTable {
  readonly ids: readonly string[];
  readonly rows: ReadonlyMap<string, number>;
  /** [ids, width] */
  readonly features: Float32Array;
  readonly width: number;
}

/** Null where the split has not been predicted by the best weights as they are now. @throws StickerLabError where predictions and features do not belong together */
export type FeatureTables = (run: string, split: Split) => Promise<FeatureTable | null>;

/** Tables of both splits of two runs; one of 21,517 stickers and width 512 has 44 MB. */
const mostTables = 4;

/** Keeps the tables used last, and reads one again when its files changed. */
export function createFeatureTables(): FeatureTables {
  const tables = new Map<string, { readonly version: string; readonly table: FeatureTable }>();
  return async (run, split) => {
    const versions = await Promise.all([predictionsFile(split), featuresFile(split)].map((file) => stat(path.join(run, file)).then(({ mtimeMs, size }) => `${mtimeMs} ${size}`, () => null)));
    if (versions.includes(null) || !(await arePredictionsCurrent({ run, split, checkpoint: 'best' }))) return null;
    const key = `${split} ${run}`;
    const version = versions.join(' ');
    const known = tables.get(key);
    const table = known?.version === version ? known.table : await readTable(run, split);
    tables.delete(key);
    tables.set(key, { version, table });
    if (tables.size > mostTables) tables.delete(tables.keys().next().value!);
    return table;
  };
}

async function readTable(run: string, split: Split): Promise<FeatureTable> {
  const file = path.join(run, featuresFile(split));
  const [records, { tensors }] = await Promise.all([readPredictions(run, split), readSafetensors(file)]);
  const { data, shape: [count, width] = [] } = tensors.get('feature') ?? {};
  if (!(data instanceof Float32Array) || count !== records.length || !width) {
    throw new StickerLabError(`The features and the predictions of the ${split} split do not belong together`, file, 'Evaluate that split again.');
  }
  const features = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += width) {
    let square = 0;
    for (let i = start; i < start + width; i++) square += data[i] ** 2;
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = start; i < start + width; i++) features[i] = data[i] * scale;
  }
  const ids = records.map(({ id }) => id);
  return { ids, rows: new Map(ids.map((id, row) => [id, row])), features, width };
}

/** Cosine similarity of one row of `of` to every row of `to`, 0 with a feature of zeros. -> [rows of `to`] */
function similarities(of: FeatureTable, row: number, { features, width, ids }: FeatureTable): Float32Array {
  const own = of.features.subarray(row * width, (row + 1) * width);
  const found = new Float32Array(ids.length);
  for (let other = 0, at = 0; other < ids.length; other++) {
    let sum = 0;
    for (let i = 0; i < width; i++, at++) sum += own[i] * features[at];
    found[other] = sum;
  }
  return found;
}

/** Places of the `count` largest values that count, the largest first; of equals the first. */
function largest(values: Float32Array, count: number, counts: (place: number) => boolean): number[] {
  const places: number[] = [];
  for (let place = 0; place < values.length; place++) {
    if (places.length >= count && !(values[place] > values[places.at(-1)!])) continue;
    if (!counts(place)) continue;
    const before = places.findIndex((other) => values[place] > values[other]);
    places.splice(before < 0 ? places.length : before, 0, place);
    if (places.length > count) places.pop();
  }
  return places;
}

/** The training stickers whose stored features are most like the sticker's own; left out are itself, those that the dataset no longer has, and features that are no numbers. */
export async function nearestTraining({ dataset, positions }: Pick<OpenDataset, 'dataset' | 'positions'>, tables: FeatureTables, run: string, id: string, count: number): Promise<{ neighbours: NeighbourView[]; reason: string | null }> {
  const { split } = dataset.stickers[positions.get(id)!];
  const train = await tables(run, 'train');
  if (!train) return { neighbours: [], reason: 'The train split has not been predicted by this run\'s best weights as they are now: evaluate it first.' };
  // A sticker may have been in another split when the run predicted it.
  let own: FeatureTable | null = null;
  for (const each of [split, ...splits.filter((other) => other !== split)]) {
    const table = each === 'train' ? train : await tables(run, each);
    if (table?.rows.has(id)) {
      own = table;
      break;
    }
  }
  if (!own) return { neighbours: [], reason: `This run's best weights have not predicted the sticker: evaluate the ${split} split first. Stickers without a label or a picture are never predicted.` };
  const row = own.rows.get(id)!;
  if (!own.features.subarray(row * own.width, (row + 1) * own.width).every(Number.isFinite)) return { neighbours: [], reason: 'The sticker\'s feature is no number: the training diverged.' };
  const found = similarities(own, row, train);
  const nearest = largest(found, count, (place) => train.ids[place] !== id && positions.has(train.ids[place]) && Number.isFinite(found[place]));
  return {
    neighbours: nearest.map((place) => ({ id: train.ids[place], label: dataset.stickers[positions.get(train.ids[place])!].label, similarity: found[place] })),
    reason: null,
  };
}
