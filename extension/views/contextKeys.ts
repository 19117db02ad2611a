import * as vscode from 'vscode';
import { contextKeys } from '../contributions.ts';
import type { DatasetList } from '../datasetList.ts';
import { workingStates, type RunList } from '../runList.ts';

/** Keeps the context keys, on which welcome views and menus depend, true. */
export function followContextKeys(datasets: DatasetList, runs: RunList): vscode.Disposable {
  const set = (key: string, value: boolean) => void vscode.commands.executeCommand('setContext', key, value);
  const update = () => {
    set(contextKeys.hasDataset, datasets.all.length > 0);
    set(contextKeys.hasRun, runs.all.length > 0);
    set(contextKeys.hasWorkingRun, runs.all.some(({ run }) => workingStates.has(run.state)));
  };
  update();
  return vscode.Disposable.from(datasets.onDidChange(update), runs.onDidChange(update));
}
