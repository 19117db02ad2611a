/** A reproducible stream of numbers: the same keys give the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number;
  /** Uniform in 0..n-1. */
  integer(n: number): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
  pick<T>(items: readonly T[]): T;
  /** In place (Fisher-Yates); returns its argument. */
  shuffle<T>(items: T[]): T[];
}

/** FNV-1a over the keys' text, four times with different offsets: the 128-bit state of sfc32. */
function hashKeys(keys: readonly (number | string)[]): [number, number, number, number] {
  const text = keys.join('\u0000');
  const hash = (offset: number) => {
    let h = offset;
    for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    return (h ^ (h >>> 13)) >>> 0;
  };
  return [hash(0x811c9dc5), hash(0x9e3779b9), hash(0x7f4a7c15), hash(0x2545f491)];
}

/** sfc32 (Chris Doty-Humphrey's small fast counter), keyed, for example by (seed, 'shuffle', epoch). */
export function createRandom(...keys: readonly (number | string)[]): Random {
  let [a, b, c, d] = hashKeys(keys);
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  const uniform = () => next() / 4294967296;
  const integer = (n: number) => Math.floor(uniform() * n);
  return {
    uniform,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick: (items) => items[integer(items.length)],
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [items[i], items[j]] = [items[j], items[i]];
      }
      return items;
    },
  };
}
