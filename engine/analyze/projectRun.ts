import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { readCheckpointStep } from '../train/checkpoint.ts';
import { checkpointFile } from '../train/runRecord.ts';
import { currentVersions } from '../train/versions.ts';
import { layoutFile, openLayoutWriter, type LayoutWriter } from './layoutFile.ts';
import { mapFeatures, type FeatureContext } from './mapFeatures.ts';
import { mapFile, type MapKey } from './mapKey.ts';
import { projectFeatures } from './project.ts';
import { sampleRows } from './sampleRows.ts';
import { createSessionNeighbours } from './sessionNeighbours.ts';
import { requireSource } from './stageTokens.ts';
import type { SplitFeatures } from './storedFeatures.ts';
import { storeMap, type StoredMap } from './storedMap.ts';

/** The rows of a map, one after the other. */
function chosen(parts: readonly SplitFeatures[], { sample, seed }: MapKey) {
  const labels = Int32Array.from(parts.flatMap((part) => Array.from(part.labels)));
  const width = parts[0].width;
  const places = parts.flatMap(({ ids, features }) => ids.map((id, row) => ({ id, feature: features.subarray(row * width, (row + 1) * width) })));
  const rows = sampleRows(labels, sample, seed);
  const features = new Float32Array(rows.length * width);
  rows.forEach((row, at) => features.set(places[row].feature, at * width));
  return { ids: rows.map((row) => places[row].id), features, width };
}

/**
 * Lays features of a run out in the plane and stores the map in the run folder; computes first what it needs. While t-SNE moves the
 * points, `layoutFile` tells where they are.
 * @throws StickerLabError for features that the run does not have, a split without labelled pictures, or numbers without a place
 */
export async function projectRun(context: FeatureContext, key: MapKey, workerFile: URL): Promise<StoredMap> {
  const { run, config, signal, onActivity } = context;
  const { method, seed } = key;
  // Left by a process that was killed.
  await rm(layoutFile(run, key), { force: true });
  requireSource(config.training.model, key.features, path.join(run, mapFile(key)));
  // Before the features: a checkpoint that moves on meanwhile makes the map out of date, not the other way round.
  const step = key.features === 'untrained' ? {} : { step: await readCheckpointStep(path.join(run, checkpointFile('best'))) };
  const parts = await mapFeatures(context, key);
  const { ids, features, width } = chosen(parts, key);
  onActivity(`Laying out ${ids.length} stickers`);
  let layout: LayoutWriter | undefined;
  try {
    const report = await projectFeatures(features, width, {
      ids, method, seed, workerFile, signal, file: parts[0].file, neighbours: createSessionNeighbours(availableParallelism()),
      onStart: (positions, iterations) => void (layout = openLayoutWriter(layoutFile(run, key), ids, positions, iterations)),
      onProgress(progress) {
        onActivity(`t-SNE: ${progress.iteration} of ${progress.iterations}`);
        layout?.advance(progress);
      },
    });
    // Nine digits tell every float32 from any other.
    const axis = (offset: number) => Array.from(ids, (_, row) => Number(report.coordinates[2 * row + offset].toPrecision(9)));
    const parameters = Object.fromEntries(Object.entries(report.parameters).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
    const map: StoredMap = {
      split: key.split, sample: key.sample, features: key.features, method, seed, ...step, ids, x: axis(0), y: axis(1),
      kl: report.kl, seconds: report.seconds, parameters, versions: await currentVersions(),
    };
    await storeMap(run, map);
    return map;
  } finally {
    await layout?.end();
  }
}
