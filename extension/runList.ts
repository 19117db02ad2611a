import * as vscode from 'vscode';
import type { RunView } from '../engine/service/requests.ts';
import type { DatasetList } from './datasetList.ts';
import type { EngineClient } from './engine/engineClient.ts';
import type { ShowFailure } from './showFailure.ts';

/** What changed in a dataset's runs. */
interface RunListChange {
  readonly root: string;
  /** Where it is one run that is still there; null where others came or went. */
  readonly run: RunView | null;
  /** Runs whose folders came, or are no longer there. */
  readonly others: readonly string[];
}

/** The runs of all open datasets, as their folders say. */
export interface RunList {
  of(root: string): readonly RunView[];
  find(run: string): RunView | undefined;
  readonly all: readonly { readonly root: string; readonly run: RunView }[];
  readonly onDidChange: vscode.Event<RunListChange>;
  /** Reads them anew. */
  refresh(root: string): Promise<readonly RunView[]>;
  dispose(): void;
}

export const workingStates: ReadonlySet<RunView['state']> = new Set(['starting', 'preparing', 'training', 'evaluating']);

/** Runs that only one of the two lists has. */
function differing(before: readonly RunView[], now: readonly RunView[]): string[] {
  const [known, present] = [new Set(before.map(({ run }) => run)), new Set(now.map(({ run }) => run))];
  return [...[...known].filter((run) => !present.has(run)), ...[...present].filter((run) => !known.has(run))];
}

export function createRunList(engine: EngineClient, datasets: DatasetList, showFailure: ShowFailure): RunList {
  const runs = new Map<string, readonly RunView[]>();
  const told = new Map<string, Set<string>>();
  const reading = new Set<string>();
  const changed = new vscode.EventEmitter<RunListChange>();

  const read = async (root: string, isOpened: boolean): Promise<readonly RunView[]> => {
    const now = await engine.request('runs/list', { root });
    const before = runs.get(root);
    runs.set(root, now);
    const others = differing(before ?? [], now);
    // A panel that is told asks again: only what is new is told, once.
    if (others.length > 0 || isOpened) changed.fire({ root, run: null, others });
    return now;
  };
  const refresh = (root: string) => read(root, false);

  /** What is told during one reading is read together in the next. */
  const follow = async (root: string, run: string) => {
    told.set(root, (told.get(root) ?? new Set()).add(run));
    if (reading.has(root)) return;
    reading.add(root);
    try {
      for (let names = told.get(root); names && datasets.find(root); names = told.get(root)) {
        told.delete(root);
        for (const view of await refresh(root)) if (names.has(view.run)) changed.fire({ root, run: view, others: [] });
      }
    } finally {
      reading.delete(root);
    }
  };

  const listeners = [
    engine.onNotification('runs/didChange', ({ root, run }) => void follow(root, run).catch(showFailure)),
    datasets.onDidOpen(({ root }) => void read(root, true).catch(showFailure)),
    datasets.onDidChange(() => {
      for (const root of runs.keys()) {
        if (datasets.find(root)) continue;
        runs.delete(root);
        changed.fire({ root, run: null, others: [] });
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
