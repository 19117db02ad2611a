/** SER30K's classes in the order of `anno` 1 to 7, as a reproduction of the authors' code shows them; the authors do not document it. */
export const ser30kClasses = ['surprise', 'happiness', 'disgust', 'fear', 'sadness', 'anger', 'neutral'] as const;

/** Published class sizes of the whole set, 30,739 stickers. */
const published: Readonly<Record<(typeof ser30kClasses)[number], number>> = {
  surprise: 1523, happiness: 11255, disgust: 211, fear: 826, sadness: 3359, anger: 2750, neutral: 10815,
};

export interface LabelOrder {
  readonly classes: readonly string[];
  readonly note: string;
}

/** 99.9 % point of chi-squared with 6 degrees of freedom: below it, counts could come from the published shares. */
const plausible = 22.46;

/** Fewer stickers than this decide nothing: five are expected of the smallest class, below which chi-squared does not hold. */
const fewest = 729;

/**
 * Which emotion each `anno` number is. The known order is kept unless the class counts speak against it and another
 * order fits them.
 * @param counts counts[k] = stickers with `anno` k + 1
 */
export function inferLabelOrder(counts: readonly number[]): LabelOrder {
  const total = counts.reduce((a, b) => a + b, 0);
  const known = ser30kClasses.map((name, k) => `${k + 1} ${name} (${counts[k] ?? 0})`).join(', ');
  const byCount = rankMatched(counts);
  const knownMisfit = misfit(counts, ser30kClasses, total);
  const bestMisfit = misfit(counts, byCount, total);
  if (ser30kClasses.every((name, k) => counts[k] === published[name])) {
    return { classes: ser30kClasses, note: `Label order: ${known}: the class counts are exactly the published ones.` };
  }
  if (total >= fewest && knownMisfit <= plausible) {
    return { classes: ser30kClasses, note: `Label order: ${known}: the class counts agree with the published shares.` };
  }
  if (total >= fewest && bestMisfit <= plausible) {
    const found = byCount.map((name, k) => `${k + 1} ${name} (${counts[k]})`).join(', ');
    return { classes: byCount, note: `Label order: ${found}: inferred from the class counts, which fit the published shares in this order and not in the usual one.` };
  }
  return { classes: ser30kClasses, note: `Label order: ${known}: the usual order is assumed, as the class counts do not resemble the published ones and cannot decide.` };
}

/** The order in which the largest count gets the largest published class, and so on. */
function rankMatched(counts: readonly number[]): string[] {
  const names: readonly string[] = ser30kClasses.toSorted((a, b) => published[b] - published[a]);
  const ranked = ser30kClasses.map((_, k) => k).toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  return ser30kClasses.map((_, k) => names[ranked.indexOf(k)]);
}

/** Chi-squared of the counts against the published shares in this order. */
function misfit(counts: readonly number[], order: readonly string[], total: number): number {
  return order.reduce((sum, name, k) => {
    const expected = (total * published[name as keyof typeof published]) / 30739;
    return sum + (expected === 0 ? 0 : ((counts[k] ?? 0) - expected) ** 2 / expected);
  }, 0);
}
