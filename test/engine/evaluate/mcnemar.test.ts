import { expect, test } from 'vitest';
import { mcnemar } from '../../../engine/evaluate/mcnemar.ts';
import { reference } from './reference.ts';

test('equals statsmodels, exact below 25 differing stickers and by chi-squared from there on', () => {
  for (const [first, second, p, statistic] of reference.mcnemar) {
    const found = mcnemar(first, second);
    expect(found).toMatchObject({ firstOnly: first, secondOnly: second, exact: statistic === null });
    expect(Math.abs(found.p - p) / p, `p of ${first} and ${second}`).toBeLessThan(1e-10);
    if (statistic === null) expect(found.statistic).toBeNull();
    else expect(found.statistic).toBeCloseTo(statistic, 10);
  }
  const exact = reference.mcnemar.filter(([, , , statistic]) => statistic === null);
  expect([exact.length, reference.mcnemar.length - exact.length].every((count) => count >= 8)).toBe(true);
});

test('worked out by hand: 1 against 5 is 2 (1 + 6) / 64', () => {
  expect(mcnemar(1, 5).p).toBeCloseTo(14 / 64, 14);
  expect(mcnemar(0, 0).p).toBe(1);
  expect(mcnemar(30, 30)).toMatchObject({ p: 1, statistic: 0, exact: false });
});
