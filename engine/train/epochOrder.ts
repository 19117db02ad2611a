import { createRandom } from '../random/random.ts';
import type { Example } from './examples.ts';

/** One of the copies of an example that an epoch trains on. */
export interface TrainingExample extends Example {
  readonly copy: number;
}

/** Repeated augmentation rounds an epoch down to a multiple of this, where there is as much. */
const rounding = 256;

/** How many examples an epoch trains on, copies counted. */
export const epochLength = (count: number, repeats: number) => (repeats === 1 || count < rounding ? count : count - (count % rounding));

/**
 * What an epoch trains on, in order: a shuffle that belongs to (seed, epoch), each example `repeats` times in a row, cut to
 * the length of the data. So with 3 repeats an epoch sees a third of the pictures, and the next another.
 */
export function epochOrder(examples: readonly Example[], repeats: number, seed: number, epoch: number): TrainingExample[] {
  const shuffled = createRandom(seed, 'order', epoch).shuffle([...examples]);
  return Array.from({ length: epochLength(examples.length, repeats) }, (_, place) => ({ ...shuffled[Math.floor(place / repeats)], copy: place % repeats }));
}
