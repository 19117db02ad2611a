import * as vscode from 'vscode';
import type { BatchView } from '../../engine/service/describeRequests.ts';
import type { DatasetList } from '../datasetList.ts';
import type { EngineClient } from '../engine/engineClient.ts';
import type { Background } from '../firstFailure.ts';
import type { ShowFailure } from '../showFailure.ts';
import { createSilence } from './silence.ts';

/** One that runs in another window or a terminal tells nothing here: it is read anew so often, in milliseconds. */
const readAfter = 5000;

export interface DatasetBatch {
  readonly root: string;
  readonly batch: BatchView;
}

/** The newest batch of each open dataset. */
export interface BatchList {
  readonly all: readonly DatasetBatch[];
  of(root: string): BatchView | undefined;
  readonly onDidChange: vscode.Event<DatasetBatch | null>;
  /** Takes over what a request answered. */
  take(root: string, batch: BatchView): void;
  dispose(): void;
}

export function createBatchList(engine: EngineClient, datasets: DatasetList, showFailure: ShowFailure, background: Background): BatchList {
  const batches = new Map<string, BatchView>();
  const changed = new vscode.EventEmitter<DatasetBatch | null>();
  const silence = createSilence((root) => {
    if (!datasets.find(root)) return;
    silence.told(root, true);
    void background(read(root));
  }, readAfter);
  const take = (root: string, batch: BatchView) => {
    batches.set(root, batch);
    silence.told(root, batch.state === 'running');
    changed.fire({ root, batch });
  };
  const read = async (root: string) => {
    const batch = await engine.request('batch/read', { root });
    if (batch && datasets.find(root)) take(root, batch);
  };
  const listeners = [
    engine.onNotification('batch/didChange', ({ root, batch }) => {
      // The last words of a batch may come when its dataset has just been closed.
      if (datasets.find(root)) take(root, batch);
    }),
    datasets.onDidOpen(({ root }) => void read(root).catch(showFailure)),
    datasets.onDidChange(() => {
      for (const root of batches.keys()) {
        if (datasets.find(root)) continue;
        batches.delete(root);
        silence.told(root, false);
        changed.fire(null);
      }
    }),
  ];
  return {
    get all() {
      return [...batches].map(([root, batch]) => ({ root, batch }));
    },
    of: (root) => batches.get(root),
    onDidChange: changed.event,
    take,
    dispose() {
      for (const listener of listeners) listener.dispose();
      silence.dispose();
      changed.dispose();
    },
  };
}
