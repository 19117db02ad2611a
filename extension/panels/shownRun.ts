import type { RunView } from '../../engine/service/requests.ts';

/** The run whose predictions a dataset's panels show: the person's choice (null: none), else the newest that has predictions. `runs`: newest first. */
export function shownRun(chosen: string | null | undefined, runs: readonly Pick<RunView, 'run' | 'predicted'>[]): string | null {
  if (chosen !== undefined) return chosen;
  return runs.find(({ predicted }) => predicted.length > 0)?.run ?? null;
}
