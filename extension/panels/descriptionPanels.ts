import * as vscode from 'vscode';
import type { StickerFilter } from '../../engine/service/stickerFilter.ts';
import type { DatasetList } from '../datasetList.ts';
import { descriptionsDidChangeFilter } from '../protocol/actions.ts';
import { keptFilter } from './keptFilter.ts';
import type { PanelHost } from './panelHost.ts';
import type { SharedSelection } from './sharedSelection.ts';

export interface DescriptionPanels {
  /** On exactly this filter; without one, as the person left it. */
  show(root: string, filter?: StickerFilter): Promise<void>;
}

/** One Descriptions panel a dataset: table, find and replace, batch. Its filter is kept for the workspace. */
export function createDescriptionPanels(host: PanelHost, datasets: DatasetList, selection: SharedSelection, memento: vscode.Memento): DescriptionPanels {
  const filters = new Map<string, StickerFilter>();
  const key = (root: string) => `descriptions ${root}`;
  const filterOf = (root: string) => filters.get(root) ?? memento.get<StickerFilter>(key(root)) ?? {};
  const keep = async (root: string, filter: StickerFilter) => {
    filters.set(root, filter);
    await memento.update(key(root), keptFilter(filter));
  };

  host.register({
    kind: 'descriptions', icon: 'descriptions.svg', column: vscode.ViewColumn.Active,
    async load(root) {
      const dataset = await datasets.ensureOpen(root);
      return { dataset, filter: filterOf(dataset.root), selected: selection.of(dataset.root) };
    },
    title: () => 'Descriptions',
  });
  host.messenger.onNotification(descriptionsDidChangeFilter, ({ root, filter }) => keep(root, filter));
  return {
    async show(root, filter) {
      if (filter) await keep(root, filter);
      await host.show('descriptions', root);
    },
  };
}
