import path from 'node:path';
import { hasFeatures, projectRun } from '../analyze/projectRun.ts';
import { splits } from '../dataset/sticker.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { readDescribedDataset } from '../store/readDescribedDataset.ts';
import { storageOfRun } from '../store/storage.ts';
import { evaluateRun } from '../train/evaluateRun.ts';
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
  summary: 'lays the fused features out in the plane',
  usage: '<run> [--split S] [--method tsne|pca] [--seed S] [--out FILE]',
  help: [
    `--split S            ${splits.join(', ')} (test)`,
    '--method tsne|pca    (tsne)',
    '--seed S             (1)',
    '--out FILE           also writes the map there as JSON: method, seed, parameters, kl, points [{id, x, y, label, prediction}]',
  ],
  options: { split: { type: 'string' }, method: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } },
  async run(given, { signal, progress, activity }): Promise<ProjectResult> {
    const run = path.resolve(onePositional(given, 'run'));
    const split = choiceOption(given, 'split', splits, 'test');
    const method = choiceOption<ProjectionMethod>(given, 'method', ['tsne', 'pca'], 'tsne');
    const seed = integerOption(given, 'seed', 1);
    const out = stringOption(given, 'out') === undefined ? null : await outputFile(given);
    const { root } = (await readRunConfig(run)).dataset;
    if (!(await hasFeatures(run, split))) {
      progress(`The ${split} split has no whole predictions yet`);
      await evaluateRun(run, await readDescribedDataset(root, { signal, storage: storageOfRun(run, root) }), split, 'best', signal, activity);
    }
    const map = await projectRun(run, { method, split, seed, workerFile, signal, onActivity: activity });
    if (out) await writeAtomically(out, JSON.stringify(map));
    return { points: map.points.length, seconds: map.seconds, kl: map.kl };
  },
  print: ({ points, seconds, kl }: ProjectResult) => `${points} points in ${seconds.toFixed(1)} s${kl === null ? '' : `, KL divergence ${kl.toFixed(4)}`}`,
};
