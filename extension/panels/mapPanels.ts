import * as vscode from 'vscode';
import type { MapKey } from '../../engine/analyze/mapKey.ts';
import type { RunView } from '../../engine/service/requests.ts';
import type { DatasetList } from '../datasetList.ts';
import { mapDidChange } from '../protocol/actions.ts';
import type { RunList } from '../runList.ts';
import { firstSplit } from './firstSplit.ts';
import type { PanelHost } from './panelHost.ts';
import { findRun } from './runPanels.ts';
import type { SharedSelection } from './sharedSelection.ts';

interface MapChoice {
  readonly map: MapKey;
  readonly other: string | null;
}

export interface MapPanels {
  /** On this map of the run; without one, as the person left it. */
  show(run: string, map?: MapKey): Promise<void>;
}

export const firstMap = ({ predicted }: Pick<RunView, 'predicted'>): MapKey => ({ split: firstSplit(predicted), sample: 'all', features: 'fused', method: 'tsne', seed: 1 });

/** One Map panel a run. Which map it shows, and which other run beside it, is kept for the workspace. */
export function createMapPanels(host: PanelHost, datasets: DatasetList, runs: RunList, selection: SharedSelection, memento: vscode.Memento): MapPanels {
  const key = (run: string) => `map ${run}`;
  const choiceOf = (run: string) => memento.get<MapChoice>(key(run));
  const keep = (run: string, choice: MapChoice) => memento.update(key(run), choice);

  host.register({
    kind: 'map', icon: 'map.svg', column: vscode.ViewColumn.Active,
    async load(memory) {
      const { dataset, run } = await findRun(datasets, runs, memory);
      const { map, other } = choiceOf(memory) ?? { map: firstMap(run), other: null };
      const all = runs.of(dataset.root);
      return { dataset, run, map, other: all.some((view) => view.run === other) ? other : null, runs: all, selected: selection.of(dataset.root) };
    },
    title: ({ run }) => `Map: ${run.name}`,
  });
  host.messenger.onNotification(mapDidChange, async ({ run, map, other }) => {
    await keep(run, { map, other });
  });
  return {
    async show(run, map) {
      if (map) await keep(run, { map, other: choiceOf(run)?.other ?? null });
      await host.show('map', run);
    },
  };
}
