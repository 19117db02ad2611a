import type { ChildProcess } from 'node:child_process';
import { CancellationTokenSource, createMessageConnection, ErrorCodes, IPCMessageReader, IPCMessageWriter, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { commandFailure, forkCommand, keptProgress } from './cliProcess.ts';
import type { ExplainChannel, ExplainMethod } from './explainChannel.ts';
import type { Notify } from './requestHandlers.ts';
import { requestCancelled } from './serveRequests.ts';

/** The processes that explain runs, one a run: each keeps its run's model loaded. */
export interface Explainers {
  ask<M extends ExplainMethod>(run: string, method: M, params: ExplainChannel[M]['params'], signal: AbortSignal): Promise<ExplainChannel[M]['result']>;
  dispose(): void;
}

/** A model of preset `paper` with BERT takes some 1 GB. */
const mostProcesses = 2;
const idleMinutes = 2;

interface ExplainProcess {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  readonly pending: Set<Promise<unknown>>;
  lastAsked: number;
  idle?: NodeJS.Timeout;
  /** Why it stopped, and whether somebody has been told. */
  crash?: { readonly error: StickerLabError; told: boolean };
}

/** `cli`: the command line's file. `idleMilliseconds`: how long a process is kept that nobody asks. */
export function createExplainers(cli: string, notify: Notify, idleMilliseconds = idleMinutes * 60_000): Explainers {
  const running = new Map<string, ExplainProcess>();
  const disposed = new AbortController();

  function start(run: string): ExplainProcess {
    const child = forkCommand(cli, ['explain', run, '--serve']);
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    const started: ExplainProcess = { child, connection, pending: new Set(), lastAsked: 0 };
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-keptProgress)));
    child.once('error', (error) => (said += `\n${error.message}`));
    child.once('close', (code) => {
      if (running.get(run) === started) {
        running.delete(run);
        clearTimeout(started.idle);
        started.crash = { error: commandFailure('explain', code, said, run), told: false };
        notify('log', { level: 'error', message: `The process that explains ${run} stopped: ${started.crash.error.message}` });
      }
      connection.dispose();
    });
    // What is being written to a process that ends is lost; the requests fail with its end.
    connection.onError(() => {});
    connection.listen();
    running.set(run, started);
    return started;
  }

  function stop(run: string): void {
    const stopped = running.get(run);
    if (!stopped) return;
    running.delete(run);
    clearTimeout(stopped.idle);
    // It has nothing to lose, and may be deep in a computation.
    stopped.child.kill('SIGKILL');
  }

  /** The run's process; where all that may run are at work on other runs, it waits for one of them. */
  async function processOf(run: string, signal: AbortSignal): Promise<ExplainProcess> {
    for (;;) {
      signal.throwIfAborted();
      disposed.signal.throwIfAborted();
      const known = running.get(run);
      if (known) return known;
      if (running.size < mostProcesses) return start(run);
      const [longestUnasked] = [...running].filter(([, { pending }]) => pending.size === 0).toSorted(([, a], [, b]) => a.lastAsked - b.lastAsked);
      if (longestUnasked) stop(longestUnasked[0]);
      else await untilAborted(Promise.race([...running.values()].flatMap(({ pending }) => [...pending])).catch(() => {}), signal);
    }
  }

  async function send<M extends ExplainMethod>(run: string, to: ExplainProcess, method: M, params: ExplainChannel[M]['params'], signal: AbortSignal): Promise<ExplainChannel[M]['result']> {
    signal.throwIfAborted();
    const source = new CancellationTokenSource();
    const cancel = () => source.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    clearTimeout(to.idle);
    to.lastAsked = performance.now();
    const sent = to.connection.sendRequest<ExplainChannel[M]['result']>(method, params, source.token).finally(() => {
      to.pending.delete(sent);
      signal.removeEventListener('abort', cancel);
      if (to.pending.size === 0 && running.get(run) === to) to.idle = setTimeout(() => stop(run), idleMilliseconds).unref();
    });
    to.pending.add(sent);
    return untilAborted(sent, signal);
  }

  return {
    async ask(run, method, params, signal) {
      for (;;) {
        const to = await processOf(run, signal);
        try {
          return await send(run, to, method, params, signal);
        } catch (error) {
          signal.throwIfAborted();
          if (!isLost(error)) throw asked(error);
          // One of those that waited for it is told of the crash; the others ask its successor.
          if (to.crash?.told === false) {
            to.crash.told = true;
            throw to.crash.error;
          }
          if (running.get(run) === to) stop(run);
        }
      }
    },
    dispose() {
      disposed.abort();
      for (const run of running.keys()) stop(run);
    },
  };
}

/** The process ended with the request unanswered, or could not be written to any more. */
const isLost = (error: unknown) => !(error instanceof ResponseError) || error.code === ErrorCodes.PendingResponseRejected || error.code === ErrorCodes.MessageWriteError;

/** What a process answered, as it was thrown there. */
function asked(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error;
  if (error.code === requestCancelled) return new DOMException('A newer request took its place', 'AbortError');
  const { file = '', remedy = '' } = (error.data ?? {}) as { file?: string; remedy?: string };
  return new StickerLabError(error.message, file, remedy);
}

/** What the promise comes to, or the signal's reason once it is aborted: it must not be yet. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let leave: (() => void) | undefined;
  try {
    return await Promise.race([
      promise,
      new Promise<never>((_, reject) => {
        leave = () => reject(signal.reason as Error);
        signal.addEventListener('abort', leave, { once: true });
      }),
    ]);
  } finally {
    if (leave) signal.removeEventListener('abort', leave);
  }
}
