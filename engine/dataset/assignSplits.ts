import { createRandom } from '../random/random.ts';
import { splits, type Split } from './sticker.ts';

export const splitSeed = 42;

/** Shares of train, validation and test. */
export type SplitShares = readonly [number, number, number];

/**
 * Seeded stratified splits: within each label the rows are shuffled and cut by the shares (largest remainder, so that
 * every label keeps them as closely as whole stickers allow). Depends on ids and labels alone, not on their order.
 */
export function assignSplits(rows: readonly { readonly id: string; readonly label: number | null }[], shares: SplitShares): Map<string, Split> {
  const byLabel = new Map<number | null, string[]>();
  for (const { id, label } of rows) {
    const ids = byLabel.get(label);
    if (ids) ids.push(id);
    else byLabel.set(label, [id]);
  }
  const assigned = new Map<string, Split>();
  for (const [label, ids] of byLabel) {
    const shuffled = createRandom(splitSeed, 'split', label ?? 'unlabelled').shuffle(ids.toSorted());
    let from = 0;
    apportion(ids.length, shares).forEach((count, index) => {
      for (const id of shuffled.slice(from, from + count)) assigned.set(id, splits[index]);
      from += count;
    });
  }
  return assigned;
}

/** Whole numbers in proportion to the shares, adding up to the total (largest remainder). */
export function apportion(total: number, shares: readonly number[]): number[] {
  const sum = shares.reduce((a, b) => a + b, 0);
  const exact = shares.map((share) => (total * share) / sum);
  const counts = exact.map(Math.floor);
  const order = exact.map((_, index) => index).toSorted((a, b) => (exact[b] - counts[b]) - (exact[a] - counts[a]) || a - b);
  for (let i = 0, left = total - counts.reduce((a, b) => a + b, 0); i < left; i++) counts[order[i]]++;
  return counts;
}

const splitNames: ReadonlyMap<string, Split> = new Map(Object.entries({
  train: 'train', training: 'train', val: 'validation', valid: 'validation', validation: 'validation', dev: 'validation', test: 'test', testing: 'test',
} as const));

/** The split a name stands for: `train`, `val`, `valid`, `validation`, `dev`, `test`, in any case. */
export const splitNamed = (name: string): Split | null => splitNames.get(name.trim().toLowerCase()) ?? null;
