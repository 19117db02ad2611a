import * as vscode from 'vscode';
import type { Split } from '../../engine/dataset/sticker.ts';
import type { CheckpointName } from '../../engine/train/runRecord.ts';
import type { DatasetList } from '../datasetList.ts';
import { analysisDidChange } from '../protocol/actions.ts';
import type { RunList } from '../runList.ts';
import { firstSplit } from './firstSplit.ts';
import type { PanelHost } from './panelHost.ts';
import { findRun } from './runPanels.ts';
import type { SharedSelection } from './sharedSelection.ts';

interface AnalysisRecord {
  readonly split: Split;
  readonly checkpoint: CheckpointName;
}

/** One Analysis panel a run, on the split and checkpoint the person chose last. */
export function registerAnalysisPanels(host: PanelHost, datasets: DatasetList, runs: RunList, selection: SharedSelection, memento: vscode.Memento): void {
  const key = (run: string) => `analysis of ${run}`;
  host.register({
    kind: 'analysis', icon: 'analysis.svg', column: vscode.ViewColumn.Active,
    async load(memory) {
      const { dataset, run } = await findRun(datasets, runs, memory);
      const { split, checkpoint } = memento.get<AnalysisRecord>(key(memory)) ?? { split: firstSplit(run.predicted), checkpoint: 'best' };
      return { dataset, run, split, checkpoint, selected: selection.of(dataset.root) };
    },
    title: ({ run }) => `Analysis: ${run.name}`,
  });
  host.messenger.onNotification(analysisDidChange, async ({ run, split, checkpoint }) => {
    await memento.update(key(run), { split, checkpoint } satisfies AnalysisRecord);
  });
}
