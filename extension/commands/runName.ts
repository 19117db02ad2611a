import { runFolderName } from '../../engine/service/startRun.ts';
import type { RunView } from '../../engine/service/requests.ts';

/** The first of `tiny-1`, `tiny-2`... that no run has. */
export function freeName(preset: string, existing: readonly Pick<RunView, 'name'>[]): string {
  const names = new Set(existing.map(({ name }) => name.toLowerCase()));
  let number = 1;
  while (names.has(`${preset}-${number}`)) number++;
  return `${preset}-${number}`;
}

/** Why a run cannot be named so; undefined where it can. */
export function nameFault(value: string, existing: readonly Pick<RunView, 'name'>[]): string | undefined {
  const name = runFolderName(value);
  if (!name) return 'Use letters, digits, dots and dashes.';
  if (existing.some((run) => run.name.toLowerCase() === name.toLowerCase())) return `There is a run named ${name} already.`;
  return undefined;
}
