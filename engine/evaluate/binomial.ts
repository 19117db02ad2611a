import type { Random } from '../random/random.ts';

/** P(X <= k) of a binomial(n, 1/2) X; n up to 1000, beyond which 2^-n is no number. */
export function fairCumulative(n: number, k: number): number {
  let share = 0.5 ** n;
  let sum = share;
  // P(i) / P(i - 1) = (n - i + 1) / i
  for (let i = 1; i <= k; i++) sum += share *= (n - i + 1) / i;
  return sum;
}

/**
 * Draws of binomial(n, p) for every n up to `most`, each from one uniform number: it is used up by the probabilities from the most likely
 * value outwards, some standard deviation of steps.
 */
export function createBinomial(most: number, random: Random): (n: number, p: number) => number {
  const logFactorial = new Float64Array(most + 1);
  for (let k = 1; k <= most; k++) logFactorial[k] = logFactorial[k - 1] + Math.log(k);
  return (n, p) => {
    if (n === 0 || p <= 0) return 0;
    if (p >= 1) return n;
    const odds = p / (1 - p);
    const mode = Math.min(n, Math.floor((n + 1) * p));
    let low = mode;
    let high = mode;
    let atLow = Math.exp(logFactorial[n] - logFactorial[mode] - logFactorial[n - mode] + mode * Math.log(p) + (n - mode) * Math.log1p(-p));
    let atHigh = atLow;
    let left = random.uniform() - atLow;
    while (left >= 0 && (low > 0 || high < n)) {
      if (high < n) {
        // P(k + 1) / P(k) = (n - k) / (k + 1) * p / (1 - p)
        atHigh *= ((n - high) / (high + 1)) * odds;
        high++;
        left -= atHigh;
        if (left < 0) return high;
      }
      if (low > 0) {
        atLow *= low / ((n - low + 1) * odds);
        low--;
        left -= atLow;
        if (left < 0) return low;
      }
    }
    return mode;
  };
}
