import path from 'node:path';
import * as vscode from 'vscode';
import type { DatasetView, EngineNotifications } from '../engine/service/requests.ts';
import { runsFolder } from '../engine/store/storage.ts';
import { StickerLabError } from '../engine/errors/stickerLabError.ts';
import type { EngineClient } from './engine/engineClient.ts';
import { findWorkspaceDatasets } from './findWorkspaceDatasets.ts';
import type { ShowFailure } from './showFailure.ts';

const rememberedKey = 'datasets';

/** The datasets open in this window. They are remembered for the workspace, and opened again with it. */
export interface DatasetList {
  readonly all: readonly DatasetView[];
  /** Opened, read anew, closed, or problems found. */
  readonly onDidChange: vscode.Event<void>;
  /** Opened or read anew. */
  readonly onDidOpen: vscode.Event<DatasetView>;
  /** Closed by the person; tells its root. */
  readonly onDidClose: vscode.Event<string>;
  find(root: string): DatasetView | undefined;
  /** Opens, or reads anew where it is open. */
  open(root: string, token?: vscode.CancellationToken): Promise<DatasetView>;
  /** As it is open, else opens it. */
  ensureOpen(root: string): Promise<DatasetView>;
  /** The dataset whose storage holds this run. Opens remembered datasets first where needed. */
  ofRun(run: string): Promise<DatasetView>;
  close(root: string): Promise<void>;
  /** Opens what was open when the window was last closed, and the workspace's folders that are datasets. Each failure is shown, the rest goes on. */
  restore(): Promise<void>;
  dispose(): void;
}

export function createDatasetList(engine: EngineClient, context: vscode.ExtensionContext, showFailure: ShowFailure): DatasetList {
  const views = new Map<string, DatasetView>();
  const opening = new Map<string, Promise<DatasetView>>();
  const changed = new vscode.EventEmitter<void>();
  const opened = new vscode.EventEmitter<DatasetView>();
  const closed = new vscode.EventEmitter<string>();
  const fallbackStorage = (context.storageUri ?? context.globalStorageUri).fsPath;
  let restored: Promise<void> | null = null;

  const remembered = () => context.workspaceState.get<string[]>(rememberedKey, []);
  const remember = async (roots: readonly string[]) => context.workspaceState.update(rememberedKey, [...new Set(roots)]);

  const openOnce = (root: string, token?: vscode.CancellationToken): Promise<DatasetView> => {
    const under = opening.get(root);
    if (under) return under;
    const promise = engine.request('dataset/open', { root, fallbackStorage }, token).then(async (view) => {
      views.set(view.root, view);
      await remember([...remembered(), view.root]);
      changed.fire();
      opened.fire(view);
      return view;
    }).finally(() => opening.delete(root));
    opening.set(root, promise);
    return promise;
  };

  const openRemembered = async () => {
    for (const root of new Set([...remembered(), ...await findWorkspaceDatasets()])) await list.ensureOpen(root).catch(showFailure);
  };

  const addProblems = ({ root, problems }: EngineNotifications['dataset/didFindProblems']) => {
    const view = views.get(root);
    if (!view) return;
    views.set(root, { ...view, problems: [...view.problems, ...problems] });
    changed.fire();
  };

  const listeners = [
    engine.onNotification('dataset/didFindProblems', addProblems),
    engine.onDidRestart(() => {
      for (const root of views.keys()) void openOnce(root).catch(showFailure);
    }),
  ];

  const list: DatasetList = {
    get all() {
      return [...views.values()];
    },
    onDidChange: changed.event,
    onDidOpen: opened.event,
    onDidClose: closed.event,
    find: (root) => views.get(root),
    open: async (folder, token) => openOnce(path.resolve(folder), token),
    ensureOpen: async (folder) => views.get(path.resolve(folder)) ?? openOnce(path.resolve(folder)),
    async ofRun(run) {
      const runs = path.dirname(path.resolve(run));
      const holds = (view: DatasetView) => runsFolder(view.storage) === runs;
      let found = list.all.find(holds);
      if (!found) {
        await list.restore();
        found = list.all.find(holds);
      }
      if (!found) throw new StickerLabError(`No open dataset holds the run ${path.basename(run)}.`, run, 'Open the dataset it was trained on with Sticker Lab: Open Dataset...');
      return found;
    },
    async close(root) {
      views.delete(root);
      await remember(remembered().filter((other) => other !== root));
      changed.fire();
      closed.fire(root);
      await engine.request('dataset/close', { root });
    },
    restore: () => (restored ??= openRemembered()),
    dispose() {
      for (const listener of listeners) listener.dispose();
      changed.dispose();
      opened.dispose();
      closed.dispose();
    },
  };
  return list;
}
