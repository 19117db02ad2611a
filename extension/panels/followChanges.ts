import * as vscode from 'vscode';
import { runsDidChange } from '../protocol/events.ts';
import type { Services } from '../services.ts';

/** Keeps open panels true while datasets are read anew and runs go on. */
export function followChanges({ datasets, runs, panels }: Services): vscode.Disposable {
  return vscode.Disposable.from(
    datasets.onDidOpen(({ root }) => void panels.refreshDataset(root)),
    runs.onDidChange(({ root, run }) => {
      if (run) panels.tell(runsDidChange, root, { root, run });
      else void panels.refresh('gallery', root);
    }),
  );
}
