/** Divided by their sum; all 0 where that is 0. */
export function toShares(values: ArrayLike<number>): Float32Array {
  const shares = Float32Array.from(values);
  const sum = shares.reduce((total, value) => total + value, 0);
  return sum > 0 ? shares.map((value) => value / sum) : shares;
}

/** A square grid's values added up within cells of a coarser one. @param values [from * from] @param to divides `from` -> [to * to] */
export function addUp(values: ArrayLike<number>, from: number, to: number): Float32Array {
  const cell = from / to;
  const sums = new Float32Array(to * to);
  for (let row = 0; row < from; row++) {
    for (let column = 0; column < from; column++) sums[Math.floor(row / cell) * to + Math.floor(column / cell)] += values[row * from + column];
  }
  return sums;
}
