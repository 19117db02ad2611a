import { fork, type ChildProcess } from 'node:child_process';
import {
  createMessageConnection, Emitter, IPCMessageReader, IPCMessageWriter,
  type CancellationToken, type Disposable, type Event, type MessageConnection,
} from 'vscode-jsonrpc/node';
import { StickerLabError } from '../../engine/errors/stickerLabError.ts';
import type { EngineMethod, EngineNotifications, EngineRequests } from '../../engine/service/requests.ts';
import { serviceFlags } from '../../engine/service/serviceFlags.ts';
import { failureOf } from './failureOf.ts';

export interface EngineClientConfig {
  /** The service's bundle. */
  readonly service: string;
  /** The command line's bundle, which the service starts for runs. */
  readonly cli: string;
  /** Added to the environment of the service, and so of every process it starts; asked for at each start. */
  readonly environment?: () => NodeJS.ProcessEnv;
  /** Asked of each service that is started, before anything else. */
  readonly introduce?: (request: EngineClient['request']) => Promise<unknown>;
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void;
  /** Told once when the service keeps stopping and is not started again by itself. */
  readonly gaveUp: (error: StickerLabError) => void;
  /** Milliseconds before each restart in a row; after the last one the client gives up. */
  readonly restartDelays?: readonly number[];
}

export interface EngineClient {
  /** Fails with a StickerLabError, or with a CancellationError where the token was used. */
  request<M extends EngineMethod>(method: M, params: EngineRequests[M]['params'], token?: CancellationToken): Promise<EngineRequests[M]['result']>;
  onNotification<N extends keyof EngineNotifications>(name: N, handler: (params: EngineNotifications[N]) => void): Disposable;
  /** The service runs again after a crash, and knows nothing: what was open must be opened. */
  readonly onDidRestart: Event<void>;
  dispose(): void;
}

const usualDelays = [250, 1000, 4000, 16000];
/** A service that ran this long, in milliseconds, is forgiven its earlier crashes. */
const steadyAfter = 120_000;

/** The engine service as a child process: started on the first request, started again after a crash. */
export function createEngineClient(config: EngineClientConfig): EngineClient {
  const delays = config.restartDelays ?? usualDelays;
  const handlers = new Map<string, Set<(params: unknown) => void>>();
  const restarted = new Emitter<void>();
  let current: { child: ChildProcess; connection: MessageConnection } | null = null;
  let crashes = 0;
  let timer: NodeJS.Timeout | null = null;
  let disposed = false;

  const start = () => {
    const child = fork(config.service, [config.cli], {
      serialization: 'advanced', silent: true, execArgv: [...serviceFlags], env: { ...process.env, ...config.environment?.(), ELECTRON_RUN_AS_NODE: '1' },
    });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    const started = Date.now();
    const output = (level: 'info' | 'error') => (text: Buffer) => config.log(level, `engine service: ${text.toString().trimEnd()}`);
    child.stdout?.on('data', output('info'));
    child.stderr?.on('data', output('error'));
    child.on('error', (error) => config.log('error', `engine service: ${error.message}`));
    // Pending requests would hang for ever: disposing the connection rejects them.
    child.once('exit', (code, signal) => {
      connection.dispose();
      if (current?.child !== child) return;
      current = null;
      if (!disposed) afterCrash(`code ${code ?? '-'}, signal ${signal ?? '-'}`, Date.now() - started);
    });
    connection.onError(([error]) => config.log('error', `engine service: ${error.message}`));
    connection.onNotification((name, params) => handlers.get(name)?.forEach((handler) => handler(params)));
    connection.listen();
    current = { child, connection };
    void config.introduce?.(client.request).catch((error: unknown) => config.log('error', `engine service: ${failureOf(error).message}`));
    return current;
  };

  const afterCrash = (how: string, lasted: number) => {
    crashes = lasted > steadyAfter ? 1 : crashes + 1;
    config.log('error', `The engine service stopped (${how}).`);
    const delay = delays[crashes - 1];
    if (delay === undefined) {
      crashes = 0;
      config.gaveUp(stopped('The engine service keeps stopping.', 'Reload the window. The log (Output: Sticker Lab) says more.'));
      return;
    }
    timer = setTimeout(() => {
      timer = null;
      start();
      restarted.fire();
    }, delay);
  };

  const stopped = (message: string, remedy: string) => new StickerLabError(message, config.service, remedy);

  const client: EngineClient = {
    async request(method, params, token) {
      if (disposed) throw stopped('The engine service has been stopped.', 'Reload the window.');
      if (timer) throw stopped('The engine service stopped and is being started again.', 'Try again in a moment.');
      const { connection } = current ?? start();
      try {
        return token ? await connection.sendRequest(method, params, token) : await connection.sendRequest(method, params);
      } catch (error) {
        throw failureOf(error, config.service);
      }
    },
    onNotification(name, handler) {
      const listeners = handlers.get(name) ?? new Set();
      handlers.set(name, listeners);
      listeners.add(handler as (params: unknown) => void);
      return { dispose: () => listeners.delete(handler as (params: unknown) => void) };
    },
    onDidRestart: restarted.event,
    dispose() {
      disposed = true;
      if (timer) clearTimeout(timer);
      current?.connection.dispose();
      current?.child.disconnect();
      restarted.dispose();
    },
  };
  return client;
}
