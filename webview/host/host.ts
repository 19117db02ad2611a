import { HOST_EXTENSION, type NotificationType } from 'vscode-messenger-common';
import { createCancellationToken, Messenger } from 'vscode-messenger-webview';
import type { EngineMethod, EngineRequests } from '../../extension/protocol/engine.ts';
import { engineRequest } from '../../extension/protocol/engineRequest.ts';
import { panelReady, type PanelKind, type PanelStart } from '../../extension/protocol/panels.ts';

/** The other end of the messages, as a panel sees it. */
export interface Host {
  /** Asks the engine service. Rejects with a `RequestFailure`, or with the signal's reason once it is aborted. */
  engine<M extends EngineMethod>(method: M, params: EngineRequests[M]['params'], signal?: AbortSignal): Promise<EngineRequests[M]['result']>;
  /** Tells the extension host; nothing comes back. */
  tell<P>(type: NotificationType<P>, params: P): void;
  /** Calls `listener` for every such notification until the returned function is called. */
  listen<P>(type: NotificationType<P>, listener: (params: P) => void): () => void;
}

export interface PanelHost<K extends PanelKind> extends Host {
  ready(): Promise<PanelStart<K>>;
}

interface WebviewApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** Connects to the extension host. VS Code hands out its interface once a page, so this is called once. */
export function connectHost<K extends PanelKind>(api: WebviewApi): PanelHost<K> {
  const messenger = new Messenger(api);
  const listeners = new Map<string, Set<(params: unknown) => void>>();
  messenger.start();
  return {
    async ready() {
      const start = await messenger.sendRequest(panelReady<K>(), HOST_EXTENSION, null);
      // Handed back to the host after a window reload, so that it knows which panel this was.
      api.setState(start.memory);
      return start;
    },
    async engine<M extends EngineMethod>(method: M, params: EngineRequests[M]['params'], signal?: AbortSignal) {
      signal?.throwIfAborted();
      return messenger.sendRequest(engineRequest<M>(), HOST_EXTENSION, { method, params }, signal && createCancellationToken(signal));
    },
    tell(type, params) {
      messenger.sendNotification(type, HOST_EXTENSION, params);
    },
    listen<P>(type: NotificationType<P>, listener: (params: P) => void) {
      const heard = listener as (params: unknown) => void;
      let all = listeners.get(type.method);
      if (!all) {
        const added = new Set<(params: unknown) => void>();
        messenger.onNotification(type, (params) => { for (const each of added) each(params); });
        listeners.set(type.method, added);
        all = added;
      }
      const kept = all;
      kept.add(heard);
      return () => { kept.delete(heard); };
    },
  };
}
