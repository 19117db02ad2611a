import * as vscode from 'vscode';
import type { HostView } from '../../engine/service/describeRequests.ts';
import type { EngineClient } from '../engine/engineClient.ts';
import type { DescriberConfiguration } from './describerConfiguration.ts';

/** The Ollama hosts of the settings, as they were last seen. */
export interface HostList {
  readonly all: readonly HostView[];
  readonly onDidChange: vscode.Event<void>;
  find(url: string): HostView | undefined;
  /** Asks all hosts now; one asking at a time. */
  refresh(): Promise<readonly HostView[]>;
  dispose(): void;
}

export function createHostList(engine: EngineClient, configuration: DescriberConfiguration): HostList {
  const seen = new Map<string, HostView>();
  const changed = new vscode.EventEmitter<void>();
  let asking: Promise<readonly HostView[]> | null = null;

  const all = () => configuration.config.hosts.map(({ url }) => {
    const view = seen.get(url) ?? unseen(url);
    return asking && view.state === 'unknown' ? { ...view, state: 'checking' as const } : view;
  });
  const take = (hosts: readonly HostView[]) => {
    seen.clear();
    for (const host of hosts) seen.set(host.url, host);
    changed.fire();
  };
  const ask = async () => {
    try {
      take(await engine.request('hosts/read', { refresh: true }));
    } finally {
      asking = null;
    }
    return all();
  };
  const listeners = [
    engine.onNotification('hosts/didChange', ({ hosts }) => take(hosts)),
    configuration.onDidChange(() => changed.fire()),
  ];
  return {
    get all() {
      return all();
    },
    onDidChange: changed.event,
    find: (url) => all().find((host) => host.url === url),
    refresh() {
      if (asking) return asking;
      asking = ask();
      changed.fire();
      return asking;
    },
    dispose() {
      for (const listener of listeners) listener.dispose();
      changed.dispose();
    },
  };
}

const unseen = (url: string): HostView => ({ url, state: 'unknown', message: '', remedy: '', version: '', models: [], pull: null });
