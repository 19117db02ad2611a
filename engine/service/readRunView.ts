import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { splits } from '../dataset/sticker.ts';
import { isAlive } from '../files/isAlive.ts';
import { predictionsFile, runFiles, type Preset, type Recipe, type RunResult, type RunStatus } from '../train/runRecord.ts';
import { arePredictionsCurrent } from './readEvaluation.ts';
import type { RunView } from './requests.ts';

/** States in which a process is at work on the run. */
const working: ReadonlySet<RunView['state']> = new Set(['starting', 'preparing', 'training', 'evaluating']);
const startingMilliseconds = 30_000;
export const isWorking = (view: Pick<RunView, 'state'>) => working.has(view.state);

/** All runs of a folder, newest first. A damaged one is listed as `unreadable`, with the reason. */
export async function listRuns(folder: string): Promise<RunView[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const views = await Promise.all(entries.filter((entry) => entry.isDirectory()).map((entry) => readRunView(path.join(folder, entry.name))));
  return views.toSorted((a, b) => b.created.localeCompare(a.created) || a.name.localeCompare(b.name));
}

/** What a run folder says at this moment. Never throws for what the folder holds. */
export async function readRunView(run: string): Promise<RunView> {
  const name = path.basename(run);
  const created = await stat(run).then(({ birthtime }) => birthtime.toISOString(), () => new Date(0).toISOString());
  const bare: RunView = { run, name, preset: 'tiny', recipe: 'paper', classes: [], created, state: 'unreadable', status: null, result: null, predicted: [], notes: [] };
  try {
    const config = await readJson<RunConfigFields>(run, runFiles.config);
    const status = await readJson<RunStatus>(run, runFiles.status).catch(() => null);
    const result = await readJson<RunResult>(run, runFiles.result);
    if (!status && (await isYoung(run))) return { ...bare, preset: config?.preset ?? bare.preset, recipe: config?.recipe ?? bare.recipe, classes: config?.dataset?.classes ?? [], state: 'starting' };
    if (!config && !status) return { ...bare, trouble: `${runFiles.config} and ${runFiles.status} are missing: the training never began, or the folder was cut off.` };
    const view: RunView = {
      ...bare,
      preset: config?.preset ?? bare.preset,
      recipe: config?.recipe ?? bare.recipe,
      classes: config?.dataset?.classes ?? [],
      created: config?.created ?? created,
      state: stateOf(status),
      status, result,
      predicted: await predictedSplits(run),
      notes: config?.notes ?? [],
    };
    return config ? view : { ...view, notes: [`${runFiles.config} is missing.`] };
  } catch (error) {
    return { ...bare, trouble: error instanceof Error ? error.message : String(error) };
  }
}

/** What is read here of a run's `config.json`. */
interface RunConfigFields {
  readonly preset?: Preset;
  readonly recipe?: Recipe;
  readonly dataset?: { readonly classes?: readonly string[] };
  readonly created?: string;
  readonly notes?: readonly string[];
}

/** Null where the file is missing; throws, naming the file, where it is cut off or no JSON object. */
async function readJson<T extends object>(run: string, name: string): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(path.join(run, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${name} is cut off or damaged.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${name} does not hold what a run writes.`);
  return value as T;
}

function stateOf(status: RunStatus | null): RunView['state'] {
  if (!status) return 'interrupted';
  return working.has(status.state) && !isAlive(status) ? 'interrupted' : status.state;
}

/** The process has been started, and has not yet come to its first status. */
const isYoung = (run: string) => stat(path.join(run, runFiles.log)).then(({ mtimeMs }) => Date.now() - mtimeMs < startingMilliseconds, () => false);

async function predictedSplits(run: string) {
  const found = await Promise.all(splits.map((split) => stat(path.join(run, predictionsFile(split))).then(() => arePredictionsCurrent({ run, split, checkpoint: 'best' }), () => false)));
  return splits.filter((_, i) => found[i]);
}
