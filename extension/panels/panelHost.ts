import * as vscode from 'vscode';
import { Messenger } from 'vscode-messenger';
import { isWebviewIdMessageParticipant, type MessageParticipant, type NotificationType, type WebviewIdMessageParticipant } from 'vscode-messenger-common';
import { CancelledError, failureOf } from '../engine/failureOf.ts';
import { panelViewTypes } from '../contributions.ts';
import type { RequestFailure } from '../protocol/failure.ts';
import { panelFailure, panelReady, panelState, type PanelKind, type PanelStates } from '../protocol/panels.ts';
import { webviewHtml } from './webviewHtml.ts';

/** One kind of panel. `memory` says which dataset or run it shows, and survives a window reload in the webview. */
export interface PanelDefinition<K extends PanelKind> {
  readonly kind: K;
  readonly icon: string;
  readonly column: vscode.ViewColumn;
  /** Everything the panel shows, read now. */
  load(memory: string): Promise<PanelStates[K]>;
  title(state: PanelStates[K]): string;
}

interface OpenPanel {
  readonly definition: PanelDefinition<PanelKind>;
  readonly memory: string;
  readonly panel: vscode.WebviewPanel;
  readonly participant: WebviewIdMessageParticipant;
  /** The dataset's root, once the state has been loaded. */
  root: string | null;
  /** Fulfilled once the panel has its first state. */
  readonly started: Promise<void>;
  start(): void;
}

/** All panels of the window: makes them, brings them back after a reload, gives them their states. */
export interface PanelHost {
  readonly messenger: Messenger;
  register<K extends PanelKind>(definition: PanelDefinition<K>): void;
  /** Makes the panel, or brings it to the front with its present state. */
  show(kind: PanelKind, memory: string, options?: { preserveFocus?: boolean }): Promise<void>;
  isOpen(kind: PanelKind, memory: string): boolean;
  /** Sends the panel, where it is open, its present state. */
  refresh(kind: PanelKind, memory: string): Promise<void>;
  /** Refreshes all open panels of a dataset, or those of these kinds. */
  refreshDataset(root: string, kinds?: readonly PanelKind[]): Promise<void>;
  /** Has all open panels of a dataset say why they show it no more, until they are refreshed. */
  failDataset(root: string, failure: RequestFailure): void;
  /** To all panels of a dataset but `sender`. */
  tell<P>(type: NotificationType<P>, root: string, params: P, sender?: MessageParticipant): void;
  /** To the panel the person is in, where it is one of these. Says whether there was one. */
  tellActive<P>(type: NotificationType<P>, kinds: readonly PanelKind[], params: P): boolean;
  /** To this panel, where it is open, once it listens. */
  tellStarted<P>(type: NotificationType<P>, kind: PanelKind, memory: string, params: P): Promise<void>;
  /** The dataset of the panel that sent a message. */
  rootOf(sender: MessageParticipant): string | null;
  dispose(): void;
}

export function createPanelHost(extensionUri: vscode.Uri, log: vscode.LogOutputChannel): PanelHost {
  const messenger = new Messenger({ ignoreHiddenViews: false });
  const definitions = new Map<PanelKind, PanelDefinition<PanelKind>>();
  const open = new Set<OpenPanel>();
  const disposables: vscode.Disposable[] = [];

  const find = (kind: PanelKind, memory: string) => [...open].find((entry) => entry.definition.kind === kind && entry.memory === memory);

  const sentBy = (sender: MessageParticipant) =>
    [...open].find(({ participant }) => isWebviewIdMessageParticipant(sender) && sender.webviewId === participant.webviewId);

  const load = async (entry: OpenPanel) => {
    const state = await entry.definition.load(entry.memory);
    entry.root = state.dataset.root;
    if (open.has(entry)) entry.panel.title = entry.definition.title(state);
    return state;
  };

  const adopt = (definition: PanelDefinition<PanelKind>, memory: string, panel: vscode.WebviewPanel) => {
    const participant = messenger.registerWebviewPanel(panel);
    let start!: () => void;
    const started = new Promise<void>((resolve) => { start = resolve; });
    const entry: OpenPanel = { definition, memory, panel, participant, root: null, started, start };
    open.add(entry);
    panel.onDidDispose(() => open.delete(entry));
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', definition.icon);
    panel.webview.options = webviewOptions(extensionUri);
    panel.webview.html = webviewHtml(panel.webview, extensionUri, definition.kind);
    return entry;
  };

  const refresh = async (entry: OpenPanel) => {
    try {
      const state = await load(entry);
      if (open.has(entry)) messenger.sendNotification(panelState(), entry.participant, state);
    } catch (error) {
      const failure = requestFailure(error, log);
      if (failure && open.has(entry)) messenger.sendNotification(panelFailure, entry.participant, failure);
    }
  };

  disposables.push(messenger.onRequest(panelReady(), async (_, sender) => {
    const entry = sentBy(sender);
    if (!entry) throw new Error('This panel has been closed.');
    try {
      const state = await load(entry);
      // After the answer: a notification that came before it would find nobody listening.
      setImmediate(entry.start);
      return { memory: entry.memory, state };
    } catch (error) {
      throw requestFailure(error, log) ?? error;
    }
  }));

  return {
    messenger,
    register(given) {
      const definition = given as unknown as PanelDefinition<PanelKind>;
      definitions.set(definition.kind, definition);
      disposables.push(vscode.window.registerWebviewPanelSerializer(panelViewTypes[definition.kind], {
        async deserializeWebviewPanel(panel, memory: unknown) {
          // A panel closed with the window before it had loaded knows nothing to show.
          if (typeof memory === 'string' && !find(definition.kind, memory)) adopt(definition, memory, panel);
          else panel.dispose();
        },
      }));
    },
    async show(kind, memory, { preserveFocus = false } = {}) {
      const existing = find(kind, memory);
      if (existing) {
        existing.panel.reveal(existing.panel.viewColumn, preserveFocus);
        await refresh(existing);
        return;
      }
      const definition = definitions.get(kind)!;
      const title = definition.title(await definition.load(memory));
      if (find(kind, memory)) return;
      adopt(definition, memory, vscode.window.createWebviewPanel(
        panelViewTypes[kind], title, { viewColumn: definition.column, preserveFocus },
        { ...webviewOptions(extensionUri), retainContextWhenHidden: true },
      ));
    },
    isOpen: (kind, memory) => find(kind, memory) !== undefined,
    async refresh(kind, memory) {
      const entry = find(kind, memory);
      if (entry) await refresh(entry);
    },
    async refreshDataset(root, kinds) {
      await Promise.all([...open].filter((entry) => entry.root === root && (!kinds || kinds.includes(entry.definition.kind))).map(refresh));
    },
    failDataset(root, failure) {
      for (const entry of open) if (entry.root === root) messenger.sendNotification(panelFailure, entry.participant, failure);
    },
    tell(type, root, params, sender) {
      const from = sender && sentBy(sender);
      for (const entry of open) if (entry.root === root && entry !== from) messenger.sendNotification(type, entry.participant, params);
    },
    tellActive(type, kinds, params) {
      const entry = [...open].find(({ definition, panel }) => panel.active && kinds.includes(definition.kind));
      if (entry) messenger.sendNotification(type, entry.participant, params);
      return entry !== undefined;
    },
    async tellStarted(type, kind, memory, params) {
      const entry = find(kind, memory);
      await entry?.started;
      if (entry && open.has(entry)) messenger.sendNotification(type, entry.participant, params);
    },
    rootOf: (sender) => sentBy(sender)?.root ?? null,
    dispose() {
      for (const disposable of disposables) disposable.dispose();
    },
  };
}

const webviewOptions = (extensionUri: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist', 'webview'), vscode.Uri.joinPath(extensionUri, 'media')],
});

/** The form vscode-messenger carries to a webview; null for a cancelled request. */
export function requestFailure(error: unknown, log: vscode.LogOutputChannel): RequestFailure | null {
  const failure = failureOf(error);
  if (failure instanceof CancelledError) return null;
  log.error(`${failure.message} [${failure.file}] ${failure.remedy}`);
  return { message: failure.message, data: { file: failure.file, remedy: failure.remedy } };
}
