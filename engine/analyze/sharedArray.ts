/** Typed arrays that worker threads see without a copy. */
export const sharedFloat64 = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length));
export const sharedInt32 = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));

/** `values`, in memory that worker threads see. */
export function share<T extends Float32Array | Float64Array | Int32Array>(values: T): T {
  const copy = new (values.constructor as new (buffer: SharedArrayBuffer) => T)(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
