import * as vscode from 'vscode';
import { splits, type Split } from '../../engine/dataset/sticker.ts';
import type { RunView } from '../../engine/service/requests.ts';
import type { DatasetList } from '../datasetList.ts';
import { analysisDidChangeSplit } from '../protocol/actions.ts';
import type { RunList } from '../runList.ts';
import type { PanelHost } from './panelHost.ts';
import { findRun } from './runPanels.ts';

/** One Analysis panel a run, on the split the person chose last; at first on the test split where it has been scored. */
export function registerAnalysisPanels(host: PanelHost, datasets: DatasetList, runs: RunList, memento: vscode.Memento): void {
  const key = (run: string) => `analysis ${run}`;
  const firstSplit = ({ predicted }: RunView): Split => splits.toReversed().find((split) => predicted.includes(split)) ?? 'validation';
  host.register({
    kind: 'analysis', icon: 'analysis.svg', column: vscode.ViewColumn.Active,
    async load(memory) {
      const { dataset, run } = await findRun(datasets, runs, memory);
      return { dataset, run, split: memento.get<Split>(key(memory)) ?? firstSplit(run) };
    },
    title: ({ run }) => `Analysis: ${run.name}`,
  });
  host.messenger.onNotification(analysisDidChangeSplit, async ({ run, split }) => {
    await memento.update(key(run), split);
  });
}
