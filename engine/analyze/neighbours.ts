/** The `k` nearest other rows of each row, nearest first. */
export interface Neighbours {
  /** [n, k] row numbers. */
  readonly indices: Int32Array;
  /** [n, k] squared Euclidean distances. */
  readonly distances: Float32Array;
}

/** Finds exact neighbours among the rows of `points` [n, width]. */
export type NeighbourSearch = (points: Float32Array, n: number, width: number, k: number, signal?: AbortSignal) => Promise<Neighbours>;

/** Rows and columns of one tile of products: 64 rows of 512 floats fit the second-level cache. */
export const tileRows = 64;

/** products[i * tileRows + j] = row (firstRow + i) . row (firstColumn + j), four by two at a time so that each load is used often. */
function multiplyTile(points: Float32Array, width: number, firstRow: number, rows: number, firstColumn: number, columns: number, products: Float64Array): void {
  for (let i = 0; i < rows; i += 4) {
    // A tile's ragged edge repeats its last row; the surplus products are never read.
    const a0 = (firstRow + i) * width;
    const a1 = (firstRow + Math.min(i + 1, rows - 1)) * width;
    const a2 = (firstRow + Math.min(i + 2, rows - 1)) * width;
    const a3 = (firstRow + Math.min(i + 3, rows - 1)) * width;
    for (let j = 0; j < columns; j += 2) {
      const b0 = (firstColumn + j) * width;
      const b1 = (firstColumn + Math.min(j + 1, columns - 1)) * width;
      let s00 = 0, s01 = 0, s10 = 0, s11 = 0, s20 = 0, s21 = 0, s30 = 0, s31 = 0;
      for (let d = 0; d < width; d++) {
        const x = points[b0 + d];
        const y = points[b1 + d];
        const p = points[a0 + d];
        const q = points[a1 + d];
        const r = points[a2 + d];
        const s = points[a3 + d];
        s00 += p * x; s01 += p * y;
        s10 += q * x; s11 += q * y;
        s20 += r * x; s21 += r * y;
        s30 += s * x; s31 += s * y;
      }
      const at = i * tileRows + j;
      products[at] = s00; products[at + 1] = s01;
      products[at + tileRows] = s10; products[at + tileRows + 1] = s11;
      products[at + 2 * tileRows] = s20; products[at + 2 * tileRows + 1] = s21;
      products[at + 3 * tileRows] = s30; products[at + 3 * tileRows + 1] = s31;
    }
  }
}

/** Puts a candidate into a row's list, kept sorted by distance; earlier rows win ties. */
function insert(found: Neighbours, start: number, k: number, index: number, distance: number): void {
  const { indices, distances } = found;
  let at = start + k - 1;
  while (at > start && distances[at - 1] > distance) {
    distances[at] = distances[at - 1]!;
    indices[at] = indices[at - 1]!;
    at--;
  }
  distances[at] = distance;
  indices[at] = index;
}

/** |x|^2 of every row. */
export function squaredNorms(points: Float32Array, n: number, width: number): Float64Array {
  const norms = new Float64Array(n);
  for (let row = 0; row < n; row++) {
    let sum = 0;
    for (let at = row * width; at < (row + 1) * width; at++) sum += points[at] * points[at];
    norms[row] = sum;
  }
  return norms;
}

/** Fills `found` for the `rows` rows from `firstRow` (at most `tileRows`), by |x - y|^2 = |x|^2 + |y|^2 - 2 x.y. */
export function searchTile(points: Float32Array, n: number, width: number, k: number, norms: Float64Array, firstRow: number, rows: number, found: Neighbours): void {
  const products = new Float64Array((tileRows + 3) * tileRows);
  found.distances.fill(Infinity, firstRow * k, (firstRow + rows) * k);
  for (let firstColumn = 0; firstColumn < n; firstColumn += tileRows) {
    const columns = Math.min(tileRows, n - firstColumn);
    multiplyTile(points, width, firstRow, rows, firstColumn, columns, products);
    for (let i = 0; i < rows; i++) {
      const row = firstRow + i;
      const start = row * k;
      for (let j = 0; j < columns; j++) {
        const column = firstColumn + j;
        const distance = Math.fround(Math.max(0, norms[row] + norms[column] - 2 * products[i * tileRows + j]));
        if (column !== row && distance < found.distances[start + k - 1]) insert(found, start, k, column, distance);
      }
    }
  }
}
