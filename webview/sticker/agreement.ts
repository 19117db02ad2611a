/** "2 of 3 agree" for the most frequent label. */
export function agreement(votes: readonly number[]): string {
  const counts = new Map<number, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return most === votes.length ? `all ${votes.length} agree` : most === 1 ? 'no two agree' : `${most} of ${votes.length} agree`;
}
