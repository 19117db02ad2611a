import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { runFiles } from '../train/runRecord.ts';
import { isWorking, readRunView } from './readRunView.ts';

const tick = 500;
/** Runs nobody works on are looked at on every sixth tick. */
const restingTicks = 6;

/** Files and folders whose change is a change of the run. */
const watched = [runFiles.config, runFiles.status, runFiles.metrics, runFiles.result, 'predictions', 'evaluation', 'map'];

/**
 * Tells of every run that appears, changes or goes away. Polls: run folders may lie on network drives, where the
 * system tells nothing. Returns what ends it.
 */
export function watchRuns(folder: string, changed: (run: string) => void): () => void {
  const known = new Map<string, { signature: string; working: boolean }>();
  let ticks = 0;
  let first = true;
  let ended = false;

  const look = async () => {
    const resting = ticks++ % restingTicks === 0;
    if (resting) {
      const names = await readdir(folder).catch(() => []);
      const present = new Set(names.map((name) => path.join(folder, name)));
      for (const run of present) if (!known.has(run)) known.set(run, { signature: '', working: true });
      for (const run of known.keys()) {
        if (present.has(run)) continue;
        known.delete(run);
        changed(run);
      }
    }
    for (const [run, state] of known) {
      if (!resting && !state.working) continue;
      const signature = await signatureOf(run);
      const wasWorking = state.working;
      // The process may have died without a word: asked of every working run, on every tick.
      if (signature !== state.signature || state.working) state.working = isWorking(await readRunView(run));
      if (signature === state.signature && wasWorking === state.working) continue;
      state.signature = signature;
      if (ended) return;
      if (!first) changed(run);
    }
    first = false;
  };

  const loop = async () => {
    await look();
    if (!ended) timer = setTimeout(() => void loop(), tick);
  };
  let timer = setTimeout(() => void loop(), 0);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

async function signatureOf(run: string): Promise<string> {
  const parts = await Promise.all(watched.map((name) => stat(path.join(run, name)).then(({ size, mtimeMs }) => `${size}:${mtimeMs}`, () => '-')));
  return parts.join(' ');
}
