import type { EngineMethod, EngineRequests } from '../../../extension/protocol/engine.ts';
import type { PanelKind, PanelStates } from '../../../extension/protocol/panels.ts';

/*
 * The other side of the message protocol, for component tests: runs in the page, answers `panel/ready` and the relayed
 * engine requests from functions, and keeps what it was told.
 */

type Answers = { readonly [M in EngineMethod]?: (params: EngineRequests[M]['params'], signal: AbortSignal) => EngineRequests[M]['result'] | Promise<EngineRequests[M]['result']> };

export interface ScriptedHost {
  /** Notifications the panel sent. */
  readonly told: { readonly method: string; readonly params: unknown }[];
  /** Engine requests, in order; `cancelled` once the panel took them back. */
  readonly asked: { readonly method: string; readonly params: unknown; cancelled: boolean }[];
  /** Sends the panel a notification. */
  tell(method: string, params: unknown): void;
  /** Sends the panel the state it started with, as the host does when something about it may have changed. */
  sendStateAgain(): void;
  /** Calls that VS Code's interface saw: what the panel wants to remember. */
  readonly memory: unknown[];
}

declare global {
  interface Window {
    scriptedHost: ScriptedHost;
    acquireVsCodeApi: () => { postMessage(message: unknown): void; getState(): unknown; setState(state: unknown): void };
  }
}

interface Incoming {
  readonly id?: string;
  readonly method: string;
  readonly params: { readonly method: EngineMethod; readonly params: never; readonly msgId?: string };
}

const sender = { type: 'extension' };
const receiver = { type: 'webview', webviewId: 'test' };

/** `onTold` is called with every notification of the panel, for answers that come as notifications. */
export function scriptHost(state: PanelStates[PanelKind], answers: Answers, onTold: (method: string, params: never) => void = () => {}): void {
  const host: ScriptedHost = {
    told: [], asked: [], memory: [],
    tell: (method, params) => { window.postMessage({ sender, receiver, method, params }, '*'); },
    sendStateAgain: () => { host.tell('panel/state', state); },
  };
  const running = new Map<string, { abort: AbortController; entry: ScriptedHost['asked'][number] }>();
  const reply = (id: string, answer: object): void => { window.postMessage({ sender, receiver, id, ...answer }, '*'); };

  async function request(id: string, message: Incoming): Promise<void> {
    if (message.method === 'panel/ready') {
      reply(id, { result: { memory: 'panel-memory', state } });
      return;
    }
    const { method, params } = message.params;
    const entry = { method, params: params as unknown, cancelled: false };
    host.asked.push(entry);
    const abort = new AbortController();
    running.set(id, { abort, entry });
    try {
      const answer = answers[method] as ((params: never, signal: AbortSignal) => unknown) | undefined;
      if (!answer) throw new Error(`The script has no answer for ${method}.`);
      const result = await answer(params, abort.signal);
      if (!abort.signal.aborted) reply(id, { result });
    } catch (reason) {
      const { message: text, data } = reason as { message: string; data?: object };
      if (!abort.signal.aborted) reply(id, { error: { message: text, data: data ?? { file: '', remedy: '' } } });
    } finally {
      running.delete(id);
    }
  }

  window.scriptedHost = host;
  window.acquireVsCodeApi = () => ({
    getState: () => host.memory.at(-1),
    setState: (memory) => { host.memory.push(memory); },
    postMessage(raw) {
      const message = structuredClone(raw) as Incoming;
      if (message.id !== undefined) void request(message.id, message);
      else if (message.method === '$/cancelRequest') {
        const cancelled = running.get(message.params.msgId ?? '');
        if (cancelled) {
          cancelled.entry.cancelled = true;
          cancelled.abort.abort();
        }
      } else {
        host.told.push({ method: message.method, params: message.params });
        onTold(message.method, message.params as never);
      }
    },
  });
}
