import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { HostFailure, type HostClient } from './hostClient.ts';

/** Milliseconds until it has to answer, and between two questions. */
const patience = 60_000;
const interval = 250;

const byHand = 'Run "ollama serve" in a terminal: it says what is in its way.';

/**
 * Starts the installed program (`findOllama.ts`), which then outlives this process, and waits until it answers at the client's address.
 * @throws HostFailure where it ends at once or says nothing for a minute, or the signal's reason; what was started is then ended.
 */
export async function startOllama(program: string, client: HostClient, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { hostname, port, protocol } = new URL(client.url);
  const address = `${hostname === 'localhost' ? '127.0.0.1' : hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
  const child = spawn(program, ['serve'], { detached: true, stdio: 'ignore', env: { ...process.env, OLLAMA_HOST: address } });
  const failed = (what: string) => new HostFailure('host', `Ollama (${program}) ${what}.`, client.url, byHand);
  let fault: HostFailure | null = null;
  child.once('error', (error) => (fault = failed(`cannot be started: ${error.message}`)));
  child.once('exit', (code, by) => (fault = failed(`ended at once (${code ?? by})`)));
  const deadline = performance.now() + patience;
  try {
    for (;;) {
      if (await client.version(signal).then(() => true, () => false)) break;
      signal.throwIfAborted();
      if (fault) throw fault as HostFailure;
      if (performance.now() > deadline) throw failed(`has not answered within ${patience / 1000} s`);
      await sleep(interval, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    child.unref();
  } catch (error) {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, 'exit');
    }
    throw error;
  }
}
