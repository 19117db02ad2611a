import path from 'node:path';
import { featureSources, mapSplits, type MapKey, type MapSample } from '../analyze/mapKey.ts';
import { projectRun } from '../analyze/projectRun.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { readDatasetOfRun } from '../store/readDatasetOfRun.ts';
import { readRunConfig } from '../train/runFolder.ts';
import type { ProjectionMethod } from '../train/runRecord.ts';
import { choiceOption, integerOption, onePositional, stringOption, type Command } from './command.ts';
import { outputFile } from './outputFile.ts';

/** The worker's code lies beside the bundle; from source, beside t-SNE. */
const workerFile = import.meta.url.endsWith('.ts') ? new URL('../analyze/tsneWorker.ts', import.meta.url) : new URL('tsneWorker.js', import.meta.url);

interface ProjectResult {
  readonly points: number;
  readonly seconds: number;
  readonly kl: number | null;
}

export const project: Command = {
  name: 'project',
  summary: 'lays a run\'s features out in the plane',
  usage: '<run> [--split S] [--sample all|paper] [--features F] [--method tsne|pca] [--seed S] [--out FILE]',
  help: [
    `--split S            ${mapSplits.join(', ')} (test)`,
    '--sample all|paper   every sticker, or as Figure 6 of the paper: 100 of each class, drawn by the seed, and all of a class that has fewer (all)',
    `--features F         ${featureSources.join(', ')} (fused):`,
    '                       fused is what is classified, untrained the same of the weights before training;',
    '                       with a stage\'s number: its global token fused with the texts, before that (visual), or its text',
    '--method tsne|pca    (tsne)',
    '--seed S             of the sample and of t-SNE (1)',
    '--out FILE           also writes the map there as JSON: what decides it, ids, x and y as lists, kl, seconds, parameters, versions',
  ],
  options: { split: { type: 'string' }, sample: { type: 'string' }, features: { type: 'string' }, method: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } },
  async run(given, { signal, activity }): Promise<ProjectResult> {
    const run = path.resolve(onePositional(given, 'run'));
    const key: MapKey = {
      split: choiceOption(given, 'split', mapSplits, 'test'),
      sample: choiceOption<MapSample>(given, 'sample', ['all', 'paper'], 'all'),
      features: choiceOption(given, 'features', featureSources, 'fused'),
      method: choiceOption<ProjectionMethod>(given, 'method', ['tsne', 'pca'], 'tsne'),
      seed: integerOption(given, 'seed', 1),
    };
    const out = stringOption(given, 'out') === undefined ? null : await outputFile(given);
    const config = await readRunConfig(run);
    let dataset: Promise<Dataset> | undefined;
    const map = await projectRun({
      run, config, signal, onActivity: activity,
      dataset: () => (dataset ??= readDatasetOfRun(run, config.dataset.root, signal)),
    }, key, workerFile);
    if (out) await writeAtomically(out, JSON.stringify(map));
    return { points: map.ids.length, seconds: map.seconds, kl: map.kl };
  },
  print: ({ points, seconds, kl }: ProjectResult) => `${points} points in ${seconds.toFixed(1)} s${kl === null ? '' : `, KL divergence ${kl.toFixed(4)}`}`,
};
