import { open, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { appendLine } from '../files/appendLine.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { evaluationFile, predictionsFile, runFiles, type CheckpointName, type MetricsEntry, type PredictionRecord, type RunResult, type RunStatus } from './runRecord.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import { requireTraining } from './requireTraining.ts';
import type { RunConfig } from './runConfig.ts';
import type { TrainingPosition } from './checkpoint.ts';

/** The writing side of a run folder; only the run's own process holds one. */
export interface RunWriter {
  readonly folder: string;
  /** Merges into the status; written at once for a new state, else at most once a second. */
  status(change: Partial<RunStatus>): Promise<void>;
  metrics(entry: MetricsEntry): Promise<void>;
  /** Returns once all metrics are on the disk, so that a checkpoint written after it never knows of more than they do. */
  flushMetrics(): Promise<void>;
  result(result: RunResult): Promise<void>;
  /** Adds to the config what turned out on the way and people must know. */
  note(notes: readonly string[]): Promise<void>;
  stopRequested(): boolean;
}

const initialStatus = (): RunStatus => ({
  state: 'starting', pid: process.pid, host: os.hostname(), at: new Date().toISOString(), activity: '', epoch: 0, epochs: 0, step: 0, steps: 0,
  imagesPerSecond: null, secondsLeft: null, device: '',
});

export async function openRunWriter(folder: string): Promise<RunWriter> {
  await rm(path.join(folder, runFiles.stop), { force: true });
  let current = initialStatus();
  let written = 0;
  let writing = Promise.resolve();
  const writer: RunWriter = {
    folder,
    async status(change) {
      const news = change.state !== undefined && change.state !== current.state;
      current = { ...current, ...change, at: new Date().toISOString() };
      if (!news && Date.now() - written < 1000) return;
      written = Date.now();
      // One after another: pictures are read side by side, and each tells how far it is.
      writing = writing.catch(() => undefined).then(() => writeAtomically(path.join(folder, runFiles.status), JSON.stringify(current, null, 2)));
      await writing;
    },
    metrics: (entry) => appendLine(path.join(folder, runFiles.metrics), JSON.stringify(entry)),
    async flushMetrics() {
      const handle = await open(path.join(folder, runFiles.metrics), 'a');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    result: (result) => writeAtomically(path.join(folder, runFiles.result), JSON.stringify(result, null, 2)),
    async note(notes) {
      const config = await readRunConfig(folder);
      const news = notes.filter((note) => !config.notes.includes(note));
      if (news.length > 0) await writeRunConfig(folder, { ...config, notes: [...config.notes, ...news] });
    },
    stopRequested: () => existsSync(path.join(folder, runFiles.stop)),
  };
  await writer.status({ state: 'preparing' });
  return writer;
}

export const writeRunConfig = (folder: string, config: RunConfig) => writeAtomically(path.join(folder, runFiles.config), JSON.stringify(config, null, 2));

async function readJson(folder: string, file: string): Promise<unknown> {
  const full = path.join(folder, file);
  try {
    return JSON.parse(await readFile(full, 'utf8'));
  } catch (error) {
    throw new StickerLabError(`Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`, full, 'The folder is no run, or its files are damaged. Choose another run.', { cause: error });
  }
}

/** The answer of a run that is done; null for any other. */
export async function readResult(folder: string): Promise<RunResult | null> {
  if (!existsSync(path.join(folder, runFiles.status)) || !existsSync(path.join(folder, runFiles.result))) return null;
  // A status cut off mid-write says nothing: the run is taken for interrupted.
  const status = await readJson(folder, runFiles.status).catch(() => null) as RunStatus | null;
  return status?.state === 'done' ? { ...await readJson(folder, runFiles.result) as RunResult, run: folder } : null;
}

export const otherVersion = (version: unknown, file: string) =>
  new StickerLabError(`This run was written by another version of Sticker Lab (format ${String(version)})`, file, 'Open it with that version, or train again.');

/** @throws StickerLabError where the folder is no run, or one of another version. */
export async function readRunConfig(folder: string): Promise<RunConfig> {
  const config = await readJson(folder, runFiles.config) as RunConfig;
  if (config.version !== 2) throw otherVersion(config.version, path.join(folder, runFiles.config));
  requireTraining(config.training, path.join(folder, runFiles.config));
  return config;
}

/** Drops the metrics of what a resumed run will do again, that is of later steps and of epochs not closed, and a last line cut off mid-write. */
export async function truncateMetrics(folder: string, { epoch, step }: TrainingPosition): Promise<void> {
  const file = path.join(folder, runFiles.metrics);
  if (!existsSync(file)) return;
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => {
    try {
      const entry = JSON.parse(line) as MetricsEntry;
      return entry.kind === 'epoch' ? entry.epoch < epoch : entry.step <= step;
    } catch {
      return false;
    }
  });
  await writeAtomically(file, lines.map((line) => `${line}\n`).join(''));
}

/** The best epoch's scores on the split that chose it, as the metrics tell them; null before the first epoch's end. */
export async function readBestEpoch(folder: string): Promise<RunResult['best'] | null> {
  const file = path.join(folder, runFiles.metrics);
  if (!existsSync(file)) return null;
  let best: RunResult['best'] | null = null;
  for (const line of (await readFile(file, 'utf8')).split('\n').filter(Boolean)) {
    const entry = JSON.parse(line) as MetricsEntry;
    if (entry.kind !== 'epoch' || !entry.best) continue;
    const { accuracy, weightedF1 } = entry.test ?? entry.validation;
    best = { epoch: entry.epoch, split: entry.test ? 'test' : 'validation', accuracy, weightedF1 };
  }
  return best;
}

export async function writeEvaluation(folder: string, checkpoint: CheckpointName, report: EvaluationReport, predictions: readonly PredictionRecord[]): Promise<void> {
  await writeAtomically(path.join(folder, predictionsFile(report.split, checkpoint)), predictions.map((record) => `${JSON.stringify(record)}\n`).join(''));
  await writeAtomically(path.join(folder, evaluationFile(report.split, checkpoint)), JSON.stringify(report, null, 2));
}
