import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { createRun } from '../../../engine/train/createRun.ts';
import { openRunWriter, readRunConfig } from '../../../engine/train/runFolder.ts';
import type { MetricsEntry, RunResult } from '../../../engine/train/runRecord.ts';
import { trainRun } from '../../../engine/train/trainRun.ts';
import { readSafetensors } from '../../../engine/weights/safetensors.ts';
import { microSettings } from '../../support/microSettings.ts';

/** Trains a micro model on the CPU in `folder`, or goes on with the run there. `stopAfter`: the step after which it is asked to stop. */
export async function trainMicro(folder: string, dataset: Dataset, settings: Readonly<Record<string, string>> = {}, options: { resume?: boolean; stopAfter?: number } = {}): Promise<RunResult> {
  const config = options.resume
    ? await readRunConfig(folder)
    : await createRun(folder, dataset, { preset: 'tiny', recipe: 'paper', device: 'cpu', settings: { epochs: '3', ...microSettings, ...settings } });
  const writer = await openRunWriter(folder);
  let step = 0;
  return trainRun(config, dataset, {
    ...writer,
    metrics(entry) {
      step = entry.step;
      return writer.metrics(entry);
    },
    stopRequested: () => writer.stopRequested() || (options.stopAfter !== undefined && step >= options.stopAfter),
  }, new AbortController().signal);
}

export const readJson = async <T>(...parts: string[]): Promise<T> => JSON.parse(await readFile(path.join(...parts), 'utf8')) as T;

export async function readJsonl<T>(...parts: string[]): Promise<T[]> {
  return (await readFile(path.join(...parts), 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as T);
}

export const readMetrics = (run: string): Promise<MetricsEntry[]> => readJsonl(run, 'metrics.jsonl');

/** A checkpoint's tensors by name, byte for byte. */
export async function readTensors(run: string, name: 'best' | 'last'): Promise<Map<string, string>> {
  const { tensors } = await readSafetensors(path.join(run, 'checkpoints', `${name}.safetensors`));
  return new Map([...tensors].map(([tensor, { data }]) => [tensor, Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')]));
}
