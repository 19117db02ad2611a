import { expect } from 'vitest';

/** `expect` that asks again until it holds, with the patience a busy machine needs. */
export function eventually<T>(read: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { timeout: 20_000 });
}
