import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { splits, type Split } from '../dataset/sticker.ts';
import { evaluationFile, runFiles } from '../train/runRecord.ts';
import { settingTexts } from '../train/settingTexts.ts';
import { isCurrent } from './isCurrent.ts';
import { listRuns } from './readRunView.ts';
import type { RunRow, RunView } from './requests.ts';

type SplitScores = NonNullable<RunRow['scores'][Split]>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Null where the file is missing; undefined where it holds no JSON object. */
async function readObject(file: string): Promise<Readonly<Record<string, unknown>> | null | undefined> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The split's stored scores; null where there are none of the best weights as they are now, undefined where the file does not hold them. */
async function readScores(run: string, split: Split): Promise<SplitScores | null | undefined> {
  const report = await readObject(path.join(run, evaluationFile(split)));
  if (!report) return report;
  const { accuracy, weighted, macro, step } = report;
  const scores = { accuracy, weightedF1: isObject(weighted) ? weighted['f1'] : undefined, macroF1: isObject(macro) ? macro['f1'] : undefined };
  if (!Object.values(scores).every((score) => Number.isFinite(score))) return undefined;
  return (await isCurrent(run, 'best', typeof step === 'number' ? step : undefined)) ? scores as SplitScores : null;
}

/** The settings of a run's config, of any version; {} where there is none to read. */
export const readSettings = async (run: string): Promise<Record<string, string>> => settingsOf(await readObject(path.join(run, runFiles.config)) ?? {});

function settingsOf(config: Readonly<Record<string, unknown>>): Record<string, string> {
  const { preset, recipe, device, training } = config;
  return { ...settingTexts(Object.fromEntries(Object.entries({ preset, recipe, device }).filter(([, value]) => value !== undefined))), ...settingTexts(training) };
}

async function readRow(view: RunView): Promise<RunRow> {
  const [config, ...scores] = await Promise.all([readObject(path.join(view.run, runFiles.config)), ...splits.map((split) => readScores(view.run, split))] as const);
  const damaged = splits.filter((_, index) => scores[index] === undefined).map((split) => `${evaluationFile(split)} is damaged: evaluate the split again, which replaces it.`);
  const otherVersion = config && config['version'] !== 2 ? [`Written by another version of Sticker Lab (format ${String(config['version'])}).`] : [];
  const fingerprint = isObject(config?.['dataset']) ? config['dataset']['fingerprint'] : '';
  return {
    run: { ...view, notes: [...view.notes, ...otherVersion, ...damaged] },
    scores: Object.fromEntries(splits.map((split, index) => [split, scores[index] ?? null])) as RunRow['scores'],
    settings: settingsOf(config ?? {}),
    fingerprint: typeof fingerprint === 'string' ? fingerprint : '',
  };
}

/** The runs of a folder with scores and settings, newest first. What cannot be read of one is said in its row. */
export async function readRunRows(folder: string): Promise<RunRow[]> {
  return Promise.all((await listRuns(folder)).map(readRow));
}
