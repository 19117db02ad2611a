import { fork } from 'node:child_process';
import path from 'node:path';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter, type CancellationToken } from 'vscode-jsonrpc/node';
import type { EngineMethod, EngineNotifications, EngineRequests } from '../../../engine/service/requests.ts';
import { serviceFlags } from '../../../engine/service/serviceFlags.ts';

const repository = path.join(import.meta.dirname, '../../..');
export const serviceFile = path.join(repository, 'engine/service/main.ts');
export const cliFile = path.join(repository, 'engine/cli/main.ts');

/** The real service in a process of its own, its TypeScript run as it is. */
export function forkService(execArgv: readonly string[] = []) {
  const child = fork(serviceFile, [cliFile], { serialization: 'advanced', execArgv: [...serviceFlags, ...execArgv] });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  const exited = new Promise<void>((resolve) => child.once('exit', () => {
    connection.dispose();
    resolve();
  }));
  connection.listen();
  return {
    pid: child.pid!,
    request: <M extends EngineMethod>(method: M, params: EngineRequests[M]['params'], token?: CancellationToken): Promise<EngineRequests[M]['result']> =>
      token ? connection.sendRequest(method, params, token) : connection.sendRequest(method, params),
    collect<N extends keyof EngineNotifications>(name: N): EngineNotifications[N][] {
      const told: EngineNotifications[N][] = [];
      connection.onNotification(name, (params: EngineNotifications[N]) => void told.push(params));
      return told;
    },
    /** As a power cut would. */
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.disconnect();
      await exited;
    },
  };
}

export type ForkedService = ReturnType<typeof forkService>;
