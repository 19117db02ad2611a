import * as vscode from 'vscode';
import { contextKeys } from '../contributions.ts';
import type { DatasetList } from '../datasetList.ts';
import type { BatchList } from '../describe/batchList.ts';
import type { DescriberConfiguration } from '../describe/describerConfiguration.ts';
import { workingStates, type RunList } from '../runList.ts';

/** Keeps the context keys, on which welcome views and menus depend, true. */
export function followContextKeys(datasets: DatasetList, runs: RunList, batches: BatchList, configuration: DescriberConfiguration): vscode.Disposable {
  const told = new Map<string, boolean>();
  const set = (key: string, value: boolean) => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  const update = () => {
    set(contextKeys.hasDataset, datasets.all.length > 0);
    set(contextKeys.hasRun, runs.all.length > 0);
    set(contextKeys.hasWorkingRun, runs.all.some(({ run }) => workingStates.has(run.state)));
    set(contextKeys.hasHost, configuration.config.hosts.length > 0);
    set(contextKeys.hasRunningBatch, batches.all.some(({ batch }) => batch.state === 'running'));
    set(contextKeys.hasRestingBatch, batches.all.some(({ batch }) => batch.state === 'paused' || batch.state === 'stopped' || batch.state === 'interrupted'));
  };
  update();
  return vscode.Disposable.from(datasets.onDidChange(update), runs.onDidChange(update), batches.onDidChange(update), configuration.onDidChange(update));
}
