import type { RunRow, Split } from '../../extension/protocol/engine.ts';

export const metrics = [{ key: 'accuracy', name: 'accuracy' }, { key: 'weightedF1', name: 'weighted F1' }, { key: 'macroF1', name: 'macro F1' }] as const;
export type Metric = (typeof metrics)[number]['key'];

export interface Sorting {
  readonly by: 'name' | 'created' | Metric;
  readonly descending: boolean;
}

/** Names of the settings that not all runs have alike, in the order of the first run; runs that cannot be read have none. */
export function varyingSettings(rows: readonly RunRow[]): string[] {
  const read = rows.filter(({ settings }) => Object.keys(settings).length > 0);
  const names = new Set(read.flatMap(({ settings }) => Object.keys(settings)));
  return [...names].filter((name) => new Set(read.map(({ settings }) => settings[name])).size > 1);
}

/** Rows without the metric come last, whichever way it is sorted. */
export function sortRows(rows: readonly RunRow[], split: Split, { by, descending }: Sorting): RunRow[] {
  const sign = descending ? -1 : 1;
  if (by === 'name' || by === 'created') return rows.toSorted((a, b) => sign * a.run[by].localeCompare(b.run[by], 'en', { numeric: true }));
  const value = (row: RunRow) => row.scores[split]?.[by] ?? null;
  return rows.toSorted((a, b) => {
    const [one, other] = [value(a), value(b)];
    if (one === null || other === null) return (one === null ? 1 : 0) - (other === null ? 1 : 0);
    return sign * (one - other);
  });
}

/** The pair once a run was chosen or let go: of three, the two chosen last. */
export function choose(pair: readonly [string | null, string | null], run: string): [string | null, string | null] {
  const [first, second] = pair;
  if (run === first) return [second, null];
  if (run === second) return [first, null];
  if (first === null) return [run, null];
  return second === null ? [first, run] : [second, run];
}
