import * as vscode from 'vscode';
import type { MapKey } from '../../engine/analyze/mapKey.ts';
import type { RunView } from '../../engine/service/requests.ts';
import type { DatasetList } from '../datasetList.ts';
import { mapDidChange } from '../protocol/actions.ts';
import type { MapChoice } from '../protocol/mapChoice.ts';
import type { RunList } from '../runList.ts';
import { firstSplit } from './firstSplit.ts';
import type { PanelHost } from './panelHost.ts';
import { findRun } from './runPanels.ts';
import type { SharedSelection } from './sharedSelection.ts';

const untouched: Omit<MapChoice, 'map'> = { other: null, coloring: 'label', hidden: [] };

export interface MapPanels {
  /** On this map of the run; without one, as the person left it. */
  show(run: string, map?: MapKey): Promise<void>;
}

export const firstMap = ({ predicted }: Pick<RunView, 'predicted'>): MapKey => ({ split: firstSplit(predicted), sample: 'all', features: 'fused', method: 'tsne', seed: 1 });

/** One Map panel a run. What is chosen in it is kept for the workspace. */
export function createMapPanels(host: PanelHost, datasets: DatasetList, runs: RunList, selection: SharedSelection, memento: vscode.Memento): MapPanels {
  const key = (run: string) => `map ${run}`;
  // What an earlier version kept lacks colours.
  const choiceOf = (run: string) => ({ ...untouched, ...memento.get<Partial<MapChoice>>(key(run)) });

  host.register({
    kind: 'map', icon: 'map.svg', column: vscode.ViewColumn.Active,
    async load(memory) {
      const { dataset, run } = await findRun(datasets, runs, memory);
      const { map = firstMap(run), other, coloring, hidden } = choiceOf(memory);
      const all = runs.of(dataset.root);
      return { dataset, run, map, coloring, hidden, other: all.some((view) => view.run === other) ? other : null, runs: all, selected: selection.of(dataset.root) };
    },
    title: ({ run }) => `Map: ${run.name}`,
  });
  host.messenger.onNotification(mapDidChange, async ({ run, ...choice }) => {
    await memento.update(key(run), choice satisfies MapChoice);
  });
  return {
    async show(run, map) {
      if (map) await memento.update(key(run), { ...choiceOf(run), map });
      await host.show('map', run);
    },
  };
}
