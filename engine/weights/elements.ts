import type { NamedTensor } from './namedTensor.ts';

/** How a file stores a number, under safetensors' names. */
export type ElementType = 'F64' | 'F32' | 'F16' | 'BF16' | 'I64' | 'I32' | 'U8' | 'BOOL';

export const elementBytes: Readonly<Record<ElementType, number>> = { F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, U8: 1, BOOL: 1 };

export const isElementType = (name: string): name is ElementType => Object.hasOwn(elementBytes, name);

/** Product of the dimensions; Infinity where it is no longer an exact number. */
export function countElements(shape: readonly number[]): number {
  const count = shape.reduce((product, dimension) => product * dimension, 1);
  return Number.isSafeInteger(count) ? count : Infinity;
}

/** IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function widenHalfFloats(halves: Uint16Array): Float32Array {
  const numbers = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) numbers[i] = halfToNumber(halves[i]);
  return numbers;
}

/** bfloat16 is the upper half of a float32. */
function widenBrainFloats(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i] << 16;
  return new Float32Array(bits.buffer);
}

/** The numbers in little-endian `bytes`, which must fill their buffer: a view where no conversion is needed. */
export function decodeElements(type: ElementType, { buffer }: Uint8Array<ArrayBuffer>): NamedTensor['data'] {
  switch (type) {
    case 'F64': return new Float32Array(new Float64Array(buffer));
    case 'F32': return new Float32Array(buffer);
    case 'F16': return widenHalfFloats(new Uint16Array(buffer));
    case 'BF16': return widenBrainFloats(new Uint16Array(buffer));
    case 'I64': return new BigInt64Array(buffer);
    case 'I32': return new Int32Array(buffer);
    case 'U8':
    case 'BOOL': return new Uint8Array(buffer);
  }
}
