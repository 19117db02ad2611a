import * as vscode from 'vscode';
import type { DatasetList } from '../datasetList.ts';
import { runsDidCompare } from '../protocol/actions.ts';
import type { RunList } from '../runList.ts';
import { compareOn, stillCompared, type ComparedRuns } from './comparedRuns.ts';
import type { PanelHost } from './panelHost.ts';
import type { SharedSelection } from './sharedSelection.ts';

export interface RunTablePanels {
  /** On the comparison of these two; where one is null, as the person left it. */
  show(root: string, first?: string | null, second?: string | null): Promise<void>;
}

/** One Runs panel a dataset: its runs in a table, and two of them compared. What is compared is kept for the workspace. */
export function createRunTablePanels(host: PanelHost, datasets: DatasetList, runs: RunList, selection: SharedSelection, memento: vscode.Memento): RunTablePanels {
  const key = (root: string) => `runs ${root}`;
  const compared = (root: string) => memento.get<ComparedRuns>(key(root));

  host.register({
    kind: 'runs', icon: 'runs.svg', column: vscode.ViewColumn.Active,
    async load(memory) {
      const dataset = await datasets.ensureOpen(memory);
      const all = runs.of(dataset.root);
      return { dataset, runs: all, ...stillCompared(all, compared(dataset.root)), selected: selection.of(dataset.root) };
    },
    title: ({ dataset }) => `Runs: ${dataset.name}`,
  });
  host.messenger.onNotification(runsDidCompare, async ({ root, first, second, split }) => {
    await memento.update(key(root), { first, second, split } satisfies ComparedRuns);
  });
  return {
    async show(root, first, second) {
      if (first && second) await memento.update(key(root), compareOn(await runs.refresh(root), first, second, compared(root)?.split));
      await host.show('runs', root);
    },
  };
}
