import { fairCumulative } from './binomial.ts';
import { erfc } from './erfc.ts';

/** McNemar's test of two classifiers on the same stickers. */
export interface McNemar {
  /** Right by the first alone, and by the second alone. */
  readonly firstOnly: number;
  readonly secondOnly: number;
  /** Two-sided; exact (binomial) where fewer than 25 stickers differ, else chi-squared with continuity correction. */
  readonly p: number;
  readonly exact: boolean;
  /** The chi-squared value; null where exact. */
  readonly statistic: number | null;
}

const fewestForChiSquared = 25;

/** McNemar's test of how many stickers each of two classifiers alone has right. p is 1 where they differ on none. */
export function mcnemar(firstOnly: number, secondOnly: number): McNemar {
  const differing = firstOnly + secondOnly;
  if (differing < fewestForChiSquared) {
    const p = Math.min(1, 2 * fairCumulative(differing, Math.min(firstOnly, secondOnly)));
    return { firstOnly, secondOnly, p, exact: true, statistic: null };
  }
  // The correction takes no more than there is: equal counts give 0, as in R.
  const statistic = Math.max(0, Math.abs(firstOnly - secondOnly) - 1) ** 2 / differing;
  // Upper tail of chi-squared with one degree of freedom.
  return { firstOnly, secondOnly, p: erfc(Math.sqrt(statistic / 2)), exact: false, statistic };
}
