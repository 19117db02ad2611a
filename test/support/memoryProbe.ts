import { renameSync, writeFileSync } from 'node:fs';

/** A process's memory in bytes. */
export interface MemoryTold {
  /** Resident, before anything is collected. */
  readonly resident: number;
  /** What V8 has taken of it, before anything is collected. */
  readonly heap: number;
  /** In JavaScript's heap and its buffers, once what nobody holds is collected. */
  readonly live: number;
}

// Loaded into a process by `--import`, with `--expose-gc`: at SIGUSR2 it writes what it holds to the file that MEMORY_FILE names.
process.on('SIGUSR2', () => {
  const { rss: resident, heapTotal: heap } = process.memoryUsage();
  globalThis.gc!();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const told: MemoryTold = { resident, heap, live: heapUsed + arrayBuffers };
  const file = process.env['MEMORY_FILE']!;
  writeFileSync(`${file}.part`, JSON.stringify(told));
  renameSync(`${file}.part`, file);
});
