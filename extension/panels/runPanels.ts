import path from 'node:path';
import * as vscode from 'vscode';
import { StickerLabError } from '../../engine/errors/stickerLabError.ts';
import type { DatasetList } from '../datasetList.ts';
import type { RunList } from '../runList.ts';
import type { PanelHost } from './panelHost.ts';

/** A run with its dataset, read from its folder where the list does not have it yet. */
export async function findRun(datasets: DatasetList, runs: RunList, run: string) {
  const dataset = await datasets.ofRun(run);
  const view = runs.find(run) ?? (await runs.refresh(dataset.root)).find((other) => other.run === run);
  if (!view) throw new StickerLabError(`The run ${path.basename(run)} is gone.`, run, 'Its folder was moved or deleted. Close this panel.');
  return { dataset, run: view };
}

/** One Run panel a run: live curves, log, stop and resume. */
export function registerRunPanels(host: PanelHost, datasets: DatasetList, runs: RunList): void {
  host.register({
    kind: 'run', icon: 'run.svg', column: vscode.ViewColumn.Active,
    load: (memory) => findRun(datasets, runs, memory),
    title: ({ run }) => `Run: ${run.name}`,
  });
}
