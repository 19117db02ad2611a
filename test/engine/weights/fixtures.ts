import { readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import type { NamedTensors } from '../../../engine/weights/nameMap.ts';

const reference = path.join(import.meta.dirname, '../../reference');

interface Whole {
  readonly shape: number[];
  readonly values: number[];
}

export interface Summary {
  readonly shape: number[];
  readonly sum: number;
  readonly first: number;
  readonly last: number;
}

/** What the files of `test/reference/weights.py` hold, by PyTorch. */
export const expected = JSON.parse(readFileSync(path.join(reference, 'weights.json'), 'utf8')) as {
  odd: Record<string, Whole>;
  pvt: Record<string, Summary>;
  bert: Record<string, Summary>;
};

export const fixture = (name: string) => path.join(reference, 'weights', name);

/** A new file with these bytes. */
export async function fileOf(bytes: Uint8Array, name = 'weights.bin'): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'weights-')), name);
  await writeFile(file, bytes);
  return file;
}

export function expectOddTensors(tensors: NamedTensors): void {
  expect([...tensors.keys()]).toEqual(Object.keys(expected.odd));
  for (const [name, { shape, values }] of Object.entries(expected.odd)) {
    const { shape: found, data } = tensors.get(name)!;
    expect(found, name).toEqual(shape);
    // Doubles are kept as float32, as which they are compared; -0 in the file of JSON is 0.
    const rounded = data instanceof Float32Array ? values.map(Math.fround) : values;
    expect(Array.from(data as ArrayLike<number | bigint>, (value) => Number(value) + 0), name).toEqual(rounded.map((value) => value + 0));
  }
}

export function expectSummaries(weights: ReadonlyMap<string, Float32Array>, summaries: Readonly<Record<string, Summary>>): void {
  for (const [name, { sum, first, last }] of Object.entries(summaries)) {
    const data = weights.get(name)!;
    expect([data[0], data.at(-1)], name).toEqual([Math.fround(first), Math.fround(last)]);
    expect(data.reduce((total, value) => total + value, 0), name).toBeCloseTo(sum, 3);
  }
}
