/**
 * How VS Code tells that a document changed elsewhere: a later `mtime` and another `size`. Versions of the dataset count up with every change, whoever's
 * clock is wrong. The size carries a checksum, as it has to differ where a text was replaced by one as long; VS Code reads no more out of it.
 */
export function contentStamp(versions: readonly number[], content: string): { mtime: number; size: number } {
  const bytes = Buffer.from(content);
  // Adler-32's second sum depends on every byte's place.
  let [sum, sums] = [1, 0];
  for (const byte of bytes) {
    sum = (sum + byte) % 65521;
    sums = (sums + sum) % 65521;
  }
  return { mtime: Math.max(0, ...versions), size: bytes.length + sums };
}
