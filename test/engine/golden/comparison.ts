import { expect } from 'vitest';

export type Kind = 'forward' | 'gradient' | 'training';
type Numbers = ArrayLike<number>;

/** Largest difference allowed, relative to the tensor's largest element. */
const tolerances: Readonly<Record<Kind, number>> = { forward: 1e-5, gradient: 1e-4, training: 1e-3 };
const worst = new Map<string, Partial<Record<Kind, number>>>();

export const largest = (values: Numbers) => Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** max |a - b| / `scale`. NaN where there is one, so that no comparison passes. */
function relativeError(actual: Numbers, expected: Numbers, scale: number): number {
  if (actual.length !== expected.length) throw new Error(`${actual.length} elements instead of ${expected.length}`);
  let error = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (!(difference <= error)) error = difference;
  }
  return error / scale;
}

/** Fails where `actual` leaves the tolerance; remembers the block's worst error. */
export function expectClose(block: string, kind: Kind, name: string, actual: Numbers, expected: Numbers, scale = largest(expected)): void {
  const error = relativeError(actual, expected, scale);
  const errors = worst.get(block) ?? {};
  worst.set(block, { ...errors, [kind]: Math.max(errors[kind] ?? 0, error) });
  expect(error, `${block}: ${name}`).toBeLessThan(tolerances[kind]);
}

/**
 * Compares gradients by name. Where the true gradient is zero (a key's bias shifts all of a query's scores alike; a single key
 * takes all weight whatever its score) there is rounding to compare, and it is measured against the largest gradient of all.
 */
export function expectGradients(block: (name: string) => string, actual: Readonly<Record<string, Numbers>>, expected: ReadonlyMap<string, Numbers>): void {
  const most = Math.max(...[...expected.values()].map(largest));
  for (const [name, slope] of expected) expectClose(block(name), 'gradient', name, actual[name], slope, largest(slope) < 1e-9 * most ? most : largest(slope));
}

/** With STICKER_LAB_GOLDEN_TABLE=1: the worst relative errors a block of this file's tests. */
export function printWorstErrors(): void {
  if (process.env['STICKER_LAB_GOLDEN_TABLE'] !== '1') return;
  const cell = (error: number | undefined) => (error?.toExponential(1) ?? '-').padEnd(10);
  const rows = [...worst].map(([block, { forward, gradient, training }]) => `${block.padEnd(48)}${cell(forward)}${cell(gradient)}${cell(training)}`);
  process.stdout.write([`${'block'.padEnd(48)}${'forward'.padEnd(10)}${'gradient'.padEnd(10)}training`, ...rows, ''].join('\n'));
}
