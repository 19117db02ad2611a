import { elementCount } from '../../engine/graph/value.ts';

/** 32-bit FNV-1a of the name's UTF-8 bytes. */
const fnv1a = (name: string) => Buffer.from(name).reduce((hash, byte) => Math.imul(hash ^ byte, 16777619), 2166136261 | 0);

/** Spread over [-1, 1): an integer hash of (name, index), the same as in test/reference/drawn.py. */
function unit(hash: number, index: number): number {
  let x = (hash + Math.imul(index, 2654435769)) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return 2 * (((x ^ (x >>> 16)) >>> 0) / 2 ** 32) - 1;
}

/** offset + scale u, an element a hash of (name, index): the golden files' inputs, which are drawn instead of stored. */
export function drawn(name: string, shape: readonly number[], scale = 1, offset = 0): Float32Array {
  const hash = fnv1a(name);
  const data = new Float32Array(elementCount(shape));
  for (let i = 0; i < data.length; i++) data[i] = offset + scale * unit(hash, i);
  return data;
}

/**
 * Norm weights about 1, small biases; matrices keep the variance of their input, but for those that make attention, which raise it so that no map is
 * near uniform, and the ends of residual branches, which lower it so that rounding does not grow from block to block.
 */
export function drawnParameter(name: string, shape: readonly number[]): Float32Array {
  if (shape.length === 1) return drawn(name, shape, 0.1, name.endsWith('.weight') ? 1 : 0);
  if (/pos_embed|cls_token/.test(name)) return drawn(name, shape, 0.5);
  const attentionGain = /(\.q|\.kv|query|key)\.weight$/.test(name) ? 1.5 : 1;
  const branchGain = /(attn\.proj|fc2)\.weight$/.test(name) ? 0.3 : 1;
  return drawn(name, shape, attentionGain * branchGain * Math.sqrt(3 / elementCount(shape.slice(1))));
}

/** The same, with a tenth of everything that is added up or normalised: activations small enough for the epsilons of norms to show. */
export function drawnQuietParameter(name: string, shape: readonly number[]): Float32Array {
  const data = drawnParameter(name, shape);
  return /patch_embed|pos_embed|cls_token|attn\.(proj|sr|out)\.|fc2\./.test(name) ? data.map((x) => x * 0.1) : data;
}

export function drawnLabels(name: string, count: number, classes: number): number[] {
  const hash = fnv1a(name);
  return Array.from({ length: count }, (_, i) => Math.floor(((unit(hash, i) + 1) / 2) * classes));
}
