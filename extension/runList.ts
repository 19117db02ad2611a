import * as vscode from 'vscode';
import type { RunView } from '../engine/service/requests.ts';
import type { DatasetList } from './datasetList.ts';
import type { EngineClient } from './engine/engineClient.ts';
import type { ShowFailure } from './showFailure.ts';

/** The runs of all open datasets, as their folders say. */
export interface RunList {
  of(root: string): readonly RunView[];
  find(run: string): RunView | undefined;
  readonly all: readonly { readonly root: string; readonly run: RunView }[];
  /** Something changed in this dataset's runs; `run` where it is one run that is still there. */
  readonly onDidChange: vscode.Event<{ root: string; run: RunView | null }>;
  refresh(root: string): Promise<readonly RunView[]>;
  dispose(): void;
}

export const workingStates: ReadonlySet<RunView['state']> = new Set(['starting', 'preparing', 'training', 'evaluating']);

export function createRunList(engine: EngineClient, datasets: DatasetList, showFailure: ShowFailure): RunList {
  const runs = new Map<string, readonly RunView[]>();
  const told = new Map<string, Set<string>>();
  const reading = new Set<string>();
  const changed = new vscode.EventEmitter<{ root: string; run: RunView | null }>();

  const read = async (root: string): Promise<readonly RunView[]> => {
    const before = runs.get(root) ?? [];
    const now = await engine.request('runs/list', { root });
    runs.set(root, now);
    if (now.length !== before.length) changed.fire({ root, run: null });
    return now;
  };

  /** What is told during one reading is read together in the next. */
  const follow = async (root: string, run: string) => {
    told.set(root, (told.get(root) ?? new Set()).add(run));
    if (reading.has(root)) return;
    reading.add(root);
    try {
      for (let names = told.get(root); names && datasets.find(root); names = told.get(root)) {
        told.delete(root);
        for (const view of await read(root)) if (names.has(view.run)) changed.fire({ root, run: view });
      }
    } finally {
      reading.delete(root);
    }
  };

  const refresh = async (root: string) => {
    const now = await read(root);
    changed.fire({ root, run: null });
    return now;
  };

  const listeners = [
    engine.onNotification('runs/didChange', ({ root, run }) => void follow(root, run).catch(showFailure)),
    datasets.onDidOpen((view) => void refresh(view.root).catch(showFailure)),
    datasets.onDidChange(() => {
      for (const root of runs.keys()) {
        if (datasets.find(root)) continue;
        runs.delete(root);
        changed.fire({ root, run: null });
      }
    }),
  ];
  return {
    of: (root) => runs.get(root) ?? [],
    find: (run) => [...runs.values()].flat().find((view) => view.run === run),
    get all() {
      return [...runs].flatMap(([root, views]) => views.map((run) => ({ root, run })));
    },
    onDidChange: changed.event,
    refresh,
    dispose() {
      for (const listener of listeners) listener.dispose();
      changed.dispose();
    },
  };
}
