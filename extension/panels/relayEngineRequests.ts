import type * as vscode from 'vscode';
import type { Messenger } from 'vscode-messenger';
import type { EngineMethod } from '../../engine/service/requests.ts';
import type { EngineClient } from '../engine/engineClient.ts';
import { engineRequest } from '../protocol/engineRequest.ts';
import { requestFailure } from './panelHost.ts';

/** Passes the webviews' engine requests on, cancellations and bytes included. */
export function relayEngineRequests(messenger: Messenger, engine: EngineClient, log: vscode.LogOutputChannel): vscode.Disposable {
  return messenger.onRequest(engineRequest<EngineMethod>(), async ({ method, params }, _sender, cancelable) => {
    try {
      return await engine.request(method, params, {
        get isCancellationRequested() {
          return cancelable.isCancellationRequested;
        },
        onCancellationRequested: (listener) => cancelable.onCancellationRequested(() => listener(undefined)),
      });
    } catch (error) {
      throw requestFailure(error, log) ?? error;
    }
  });
}
