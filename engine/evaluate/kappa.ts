/** Cohen's kappa of labels and predictions from confusion[label][prediction]; null where it is 0/0: both know one class only, or there are no stickers. */
export function cohenKappa(confusion: readonly (readonly number[])[]): number | null {
  const total = confusion.flat().reduce((sum, count) => sum + count, 0);
  const agreed = confusion.reduce((sum, row, index) => sum + row[index], 0);
  const byChance = confusion.reduce((sum, row, index) => sum + row.reduce((a, b) => a + b, 0) * confusion.reduce((column, other) => column + other[index], 0), 0);
  // (p_o - p_e) / (1 - p_e), times total^2: whole numbers up to the last division.
  const divisor = total * total - byChance;
  return divisor === 0 ? null : (agreed * total - byChance) / divisor;
}

/**
 * Fleiss' kappa of the annotators' votes, class indices a sticker.
 * Null where the stickers have different numbers of votes, fewer than two, or all votes are for one class.
 */
export function fleissKappa(votes: readonly (readonly number[])[]): number | null {
  const raters = votes[0]?.length ?? 0;
  if (raters < 2 || votes.some((one) => one.length !== raters)) return null;
  const totals = new Map<number, number>();
  let pairs = 0;
  for (const one of votes) {
    const counts = new Map<number, number>();
    for (const vote of one) counts.set(vote, (counts.get(vote) ?? 0) + 1);
    for (const [vote, count] of counts) {
      pairs += count * (count - 1);
      totals.set(vote, (totals.get(vote) ?? 0) + count);
    }
  }
  if (totals.size === 1) return null;
  const agreed = pairs / (votes.length * raters * (raters - 1));
  const byChance = [...totals.values()].reduce((sum, count) => sum + (count / (votes.length * raters)) ** 2, 0);
  return (agreed - byChance) / (1 - byChance);
}
