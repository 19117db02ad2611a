/** A tensor of a file: numbers in row-major order. Half and double precision have become float32. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array | Int32Array | BigInt64Array;
}
