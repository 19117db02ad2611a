import path from 'node:path';
import * as vscode from 'vscode';
import { descriptionsDidChange, descriptionsDidStream } from '../protocol/board.ts';
import { batchDidChange, mapDidProgress, runsDidChange, verdictDidChange } from '../protocol/events.ts';
import type { Services } from '../services.ts';

/** Keeps open panels true while datasets are read anew, texts change, and runs and batches go on. */
export function followChanges({ engine, datasets, runs, batches, panels }: Services): vscode.Disposable {
  return vscode.Disposable.from(
    datasets.onDidOpen(({ root }) => void panels.refreshDataset(root)),
    datasets.onDidClose((root) => panels.failDataset(root, { message: `The dataset ${path.basename(root)} is closed.`, data: { file: root, remedy: 'Open it once more to go on.' } })),
    runs.onDidChange(({ root, run, others }) => {
      // A panel that is refreshed opens its dataset.
      if (!datasets.find(root)) return;
      if (run) panels.tell(runsDidChange, root, { root, run });
      else void panels.refreshDataset(root, ['gallery', 'map', 'runs']);
      for (const one of others) for (const kind of ['run', 'analysis'] as const) void panels.refresh(kind, one);
    }),
    engine.onNotification('descriptions/didChange', (change) => panels.tell(descriptionsDidChange, change.root, change)),
    engine.onNotification('descriptions/didStream', (piece) => panels.tell(descriptionsDidStream, piece.root, piece)),
    engine.onNotification('map/didProgress', (progress) => {
      const of = runs.all.find(({ run }) => run.run === progress.run);
      if (of) panels.tell(mapDidProgress, of.root, progress);
    }),
    engine.onNotification('verdict/didChange', (change) => panels.tell(verdictDidChange, change.root, change)),
    batches.onDidChange((change) => change && panels.tell(batchDidChange, change.root, change)),
  );
}
