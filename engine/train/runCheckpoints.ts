import { existsSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { ParameterSpec } from '../model/parameters.ts';
import { readCheckpoint, stateSpecs, writeCheckpoint, type Checkpoint, type TrainingPosition } from './checkpoint.ts';
import type { RunWriter } from './runFolder.ts';
import { runFiles } from './runRecord.ts';

type State = ReadonlyMap<string, Float32Array>;

/**
 * The weights a run keeps. What counts is `last`: the metrics it speaks of are on the disk before it is, better weights take
 * their place as `best` after it, and whatever came later than `last` is done again.
 */
export interface RunCheckpoints {
  /** The newest that can be read, null before the first. @throws StickerLabError where all that there are cannot. */
  restore(): Promise<Checkpoint | null>;
  /** @throws StickerLabError where a number is not finite; what was stored before stays. */
  saveLast(position: TrainingPosition, state: State): Promise<void>;
  /** Stores better weights, known to be finite, beside the best so far. */
  stageBest(position: TrainingPosition, state: State): Promise<void>;
  /** Makes weights staged in `epoch` the best; drops those of an epoch that will be done again. */
  settleBest(epoch: number | null): Promise<void>;
}

export const runFile = ({ folder }: RunWriter, name: keyof typeof runFiles) => path.join(folder, runFiles[name]);

/** @throws StickerLabError for losses or weights that are no numbers. */
export function requireFinite(values: Iterable<Iterable<number>>, what: string, step: number, writer: RunWriter): void {
  for (const part of values) {
    for (const value of part) {
      if (Number.isFinite(value)) continue;
      const kept = existsSync(runFile(writer, 'lastCheckpoint')) ? 'The last checkpoint is kept' : 'No checkpoint was written yet';
      throw new StickerLabError(`${what} at step ${step}`, runFile(writer, 'metrics'), `${kept}. Train again with a lower learning rate.`);
    }
  }
}

/** @param examples digest of the stickers the run learns from, see `digestExamples` */
export function openCheckpoints(writer: RunWriter, parameters: readonly ParameterSpec[], examples: string): RunCheckpoints {
  const [last, previous, best, staged] = (['lastCheckpoint', 'previousCheckpoint', 'bestCheckpoint', 'stagedCheckpoint'] as const).map((name) => runFile(writer, name)) as [string, string, string, string];
  const next = `${last}.next`;
  const folder = path.dirname(last);

  /** Half-written files of processes that were killed are as large as whole ones. */
  async function removePartials(): Promise<void> {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((one) => one.endsWith('.partial'))) await rm(path.join(folder, name), { force: true });
  }

  /** The checkpoint before a damaged one takes its place. */
  async function fallBack(damage: unknown): Promise<Checkpoint> {
    if (!(damage instanceof StickerLabError)) throw damage;
    const older = existsSync(previous) ? await readCheckpoint(previous, stateSpecs(parameters)).catch(() => null) : null;
    if (!older) throw new StickerLabError(damage.message, last, `${damage.remedy} To train this run again from its first step, delete the folder ${folder}.`, { cause: damage });
    await rename(last, `${last}.damaged`);
    await rename(previous, last);
    await writer.note([`The last checkpoint was damaged (${damage.message}); the run went on from the one before, of step ${older.position.step}.`]);
    return older;
  }

  /** The epoch whose weights a file holds; null where it is damaged. */
  const epochOf = (file: string): Promise<number | null> => readCheckpoint(file, parameters).then(({ position }) => position.epoch, (error: unknown) => {
    if (error instanceof StickerLabError) return null;
    throw error;
  });

  return {
    async restore() {
      await removePartials();
      if (!existsSync(last) && existsSync(previous)) await rename(previous, last);
      if (!existsSync(last)) return null;
      const checkpoint = await readCheckpoint(last, stateSpecs(parameters)).catch(fallBack);
      if (checkpoint.examples !== examples) {
        throw new StickerLabError('Not the same pictures can be read as when this run began', writer.folder, 'Bring them back as they were, or start a new run, so that its numbers belong to one state of the data.');
      }
      return checkpoint;
    },
    async saveLast(position, state) {
      requireFinite(state.values(), 'The weights are no longer numbers', position.step, writer);
      await writer.flushMetrics();
      // Whole before it takes a place: at every moment a checkpoint is the last, the previous, or both are.
      await writeCheckpoint(next, stateSpecs(parameters), { position, examples, state });
      if (existsSync(last)) await rename(last, previous);
      await rename(next, last);
    },
    stageBest: (position, state) => writeCheckpoint(staged, parameters, { position, examples, state }),
    async settleBest(epoch) {
      if (!existsSync(staged)) return;
      const better = await epochOf(staged);
      if (better !== null && better === epoch) return rename(staged, best);
      if (better === null && epoch !== null && (!existsSync(best) || (await epochOf(best)) !== epoch)) {
        throw new StickerLabError(`The weights of the best epoch, ${epoch}, are damaged`, staged, 'Start a new run. What this one learned last is in last.safetensors.');
      }
      await rm(staged);
    },
  };
}
