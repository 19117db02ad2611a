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
