import { createHash } from 'node:crypto';
import type { ParameterSpec } from '../model/parameters.ts';

/** SHA-256 of a model's parameters, in hex: tells what was computed with them from what was computed with others. */
export function digestWeights(weights: ReadonlyMap<string, Float32Array>, parameters: readonly ParameterSpec[]): string {
  const hash = createHash('sha256');
  for (const { name } of parameters) {
    const data = weights.get(name)!;
    hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}
