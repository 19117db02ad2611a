/** Halvings of the square: cells 2^-16 of its side hold points that are one for the map's purposes. */
const maxDepth = 16;
/** Points that a leaf keeps one by one; fewer costs nodes, more costs pairs. */
const leafPoints = 6;

/** Quadtree of points in the plane, nodes in preorder so that a walk needs no stack. */
export interface Quadtree {
  /** Point numbers along the Z curve: points of a node are neighbours here. */
  readonly order: Int32Array;
  build(positions: Float64Array): void;
  /**
   * Repulsion on the points `order[from..to)`, unnormalised: forces[2i..] = sum_j (y_i - y_j) / (1 + |y_i - y_j|^2)^2 and
   * masses[i] = sum_j 1 / (1 + |y_i - y_j|^2), over j other than i; cells seen under an angle below theta count as one point.
   */
  repel(from: number, to: number, forces: Float64Array, masses: Float64Array): void;
}

/** The low 16 bits, spread to the even bits. */
function spreadBits(value: number): number {
  let v = value;
  v = (v | (v << 8)) & 0x00ff00ff;
  v = (v | (v << 4)) & 0x0f0f0f0f;
  v = (v | (v << 2)) & 0x33333333;
  return (v | (v << 1)) & 0x55555555;
}

/** Sorts `order` by `codes` (32 bits unsigned), stable: three counting passes of 11 bits. */
function radixSort(codes: Uint32Array, order: Int32Array, spare: Int32Array): void {
  const counts = new Int32Array(2048);
  let source = order;
  let target = spare;
  for (let shift = 0; shift < 33; shift += 11) {
    counts.fill(0);
    for (let i = 0; i < source.length; i++) counts[(codes[source[i]] >>> shift) & 2047]++;
    let start = 0;
    for (let digit = 0; digit < 2048; digit++) {
      const count = counts[digit];
      counts[digit] = start;
      start += count;
    }
    for (let i = 0; i < source.length; i++) target[counts[(codes[source[i]] >>> shift) & 2047]++] = source[i]!;
    [source, target] = [target, source];
  }
  order.set(source);
}

/** Room for `n` points, built anew each iteration without allocating. */
export function createQuadtree(n: number, theta: number): Quadtree {
  const order = new Int32Array(n);
  const spare = new Int32Array(n);
  const codes = new Uint32Array(n);
  const sorted = new Uint32Array(n);
  const xs = new Float64Array(n);
  const ys = new Float64Array(n);
  // Every inner node has two children or more, so there are fewer than 2n nodes.
  const centreX = new Float64Array(2 * n);
  const centreY = new Float64Array(2 * n);
  /** (side / theta)^2: a cell is far from a point where this is below the squared distance. */
  const reach = new Float64Array(2 * n);
  const first = new Int32Array(2 * n);
  const last = new Int32Array(2 * n);
  /** The node after this one's subtree. */
  const next = new Int32Array(2 * n);
  let nodes = 0;
  let side = 0;

  /** The end of the run in sorted[from..to) whose quadrant at `shift` equals that of `from`. */
  const quadrantEnd = (from: number, to: number, shift: number) => {
    const quadrant = (sorted[from] >>> shift) & 3;
    let end = from + 1;
    while (end < to && ((sorted[end] >>> shift) & 3) === quadrant) end++;
    return end;
  };

  function addNode(from: number, to: number, cellDepth: number): number {
    let depth = cellDepth;
    // A cell with one occupied quarter is that quarter.
    while (depth < maxDepth && to - from > 1 && ((sorted[from] ^ sorted[to - 1]) >>> (30 - 2 * depth)) === 0) depth++;
    const node = nodes++;
    first[node] = from;
    last[node] = to;
    const scaled = side / 2 ** depth / theta;
    reach[node] = scaled * scaled;
    let x = 0;
    let y = 0;
    if (depth === maxDepth || to - from <= leafPoints) {
      for (let i = from; i < to; i++) {
        x += xs[i];
        y += ys[i];
      }
    } else {
      const shift = 30 - 2 * depth;
      for (let start = from; start < to; ) {
        const end = quadrantEnd(start, to, shift);
        const child = addNode(start, end, depth + 1);
        x += centreX[child] * (end - start);
        y += centreY[child] * (end - start);
        start = end;
      }
    }
    centreX[node] = x / (to - from);
    centreY[node] = y / (to - from);
    next[node] = nodes;
    return node;
  }

  function build(positions: Float64Array): void {
    let left = Infinity, right = -Infinity, bottom = Infinity, top = -Infinity;
    for (let i = 0; i < n; i++) {
      left = Math.min(left, positions[2 * i]);
      right = Math.max(right, positions[2 * i]);
      bottom = Math.min(bottom, positions[2 * i + 1]);
      top = Math.max(top, positions[2 * i + 1]);
    }
    side = Math.max(right - left, top - bottom) || 1;
    const cells = 2 ** maxDepth;
    for (let i = 0; i < n; i++) {
      const column = Math.min(cells - 1, Math.floor(((positions[2 * i] - left) / side) * cells));
      const row = Math.min(cells - 1, Math.floor(((positions[2 * i + 1] - bottom) / side) * cells));
      codes[i] = spreadBits(column) | (spreadBits(row) << 1);
      order[i] = i;
    }
    radixSort(codes, order, spare);
    for (let at = 0; at < n; at++) {
      const i = order[at];
      sorted[at] = codes[i]!;
      xs[at] = positions[2 * i]!;
      ys[at] = positions[2 * i + 1]!;
    }
    nodes = 0;
    addNode(0, n, 0);
  }

  function repel(from: number, to: number, forces: Float64Array, masses: Float64Array): void {
    for (let at = from; at < to; at++) {
      const x = xs[at];
      const y = ys[at];
      let forceX = 0, forceY = 0, mass = 0;
      for (let node = 0; node < nodes; ) {
        const dx = x - centreX[node];
        const dy = y - centreY[node];
        const squared = dx * dx + dy * dy;
        const after = next[node];
        const start = first[node];
        const end = last[node];
        const count = end - start;
        if (reach[node] < squared) {
          const q = 1 / (1 + squared);
          mass += count * q;
          forceX += count * q * q * dx;
          forceY += count * q * q * dy;
          node = after;
        } else if (after !== node + 1) {
          node++;
        } else {
          node = after;
          if (count <= leafPoints) {
            for (let other = start; other < end; other++) {
              if (other === at) continue;
              const ox = x - xs[other];
              const oy = y - ys[other];
              const q = 1 / (1 + ox * ox + oy * oy);
              mass += q;
              forceX += q * q * ox;
              forceY += q * q * oy;
            }
          } else {
            // A crowd in one smallest cell is one point; the point itself is taken out of its centre.
            const inside = at >= start && at < end;
            const others = inside ? count - 1 : count;
            const scale = inside ? count / others : 1;
            const ox = dx * scale;
            const oy = dy * scale;
            const q = 1 / (1 + ox * ox + oy * oy);
            mass += others * q;
            forceX += others * q * q * ox;
            forceY += others * q * q * oy;
          }
        }
      }
      const i = order[at];
      forces[2 * i] = forceX;
      forces[2 * i + 1] = forceY;
      masses[i] = mass;
    }
  }

  return { order, build, repel };
}
