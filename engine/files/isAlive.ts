import os from 'node:os';

/** A process at work says so at least every `heartbeat`; on another host it counts as alive for so long after. */
export const heartbeatMilliseconds = 20_000;
const freshMilliseconds = 120_000;

export interface WorkingProcess {
  readonly pid: number;
  readonly host: string;
  /** ISO time at which it last said so. */
  readonly at: string;
}

/** Whether the process that wrote this is still at work: known on this host, on another judged by how fresh it is. */
export function isAlive({ pid, host, at }: WorkingProcess): boolean {
  const written = Date.parse(at);
  if (host !== os.hostname()) return Date.now() - written < freshMilliseconds;
  // Written before this machine was started: the process id may belong to anyone now.
  if (!(written >= Date.now() - os.uptime() * 1000)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
