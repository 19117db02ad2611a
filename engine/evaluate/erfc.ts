/** Complementary error function of x >= 0, relative error below 1e-12. */
export const erfc = (x: number): number => (x < 2 ? 1 - erfSeries(x) : erfcFraction(x));

/** erf(x) = 2/sqrt(pi) exp(-x^2) sum of (2 x^2)^n x / (1 3 5 .. (2n+1)): all terms positive. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc(x) = exp(-x^2)/sqrt(pi) / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))), from the 120th level up: enough from x = 2 on. */
function erfcFraction(x: number): number {
  let value = x;
  for (let level = 120; level > 0; level--) value = x + level / 2 / value;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / value;
}
