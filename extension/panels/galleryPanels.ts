import * as vscode from 'vscode';
import type { StickerFilter } from '../../engine/service/stickerFilter.ts';
import type { DatasetList } from '../datasetList.ts';
import { galleryDidChangeFilter } from '../protocol/actions.ts';
import type { RunList } from '../runList.ts';
import { keptFilter } from './keptFilter.ts';
import type { PanelHost } from './panelHost.ts';
import type { SharedSelection } from './sharedSelection.ts';
import { shownRun } from './shownRun.ts';

interface GalleryRecord {
  readonly filter: StickerFilter;
  /** The person's choice, null for no run; missing until there is one. */
  readonly run?: string | null | undefined;
}

export interface GalleryPanels {
  /** On exactly this filter; without one, as the person left it. `run` null keeps the run whose predictions are shown. */
  show(root: string, filter?: StickerFilter, run?: string | null): Promise<void>;
  filterOf(root: string): StickerFilter;
  /** The run whose predictions the dataset's panels show. */
  runOf(root: string): string | null;
}

/** One Gallery a dataset. What it shows is kept for the workspace. */
export function createGalleryPanels(host: PanelHost, datasets: DatasetList, runs: RunList, selection: SharedSelection, memento: vscode.Memento): GalleryPanels {
  const records = new Map<string, GalleryRecord>();
  const key = (root: string) => `gallery ${root}`;
  const record = (root: string) => records.get(root) ?? memento.get<GalleryRecord>(key(root)) ?? { filter: {} };
  const runOf = (root: string) => shownRun(record(root).run, runs.of(root));
  const shown = new Map<string, string | null>();
  const keep = async (root: string, now: GalleryRecord) => {
    records.set(root, now);
    await memento.update(key(root), { ...now, filter: keptFilter(now.filter) });
  };

  host.register({
    kind: 'gallery', icon: 'gallery.svg', column: vscode.ViewColumn.Active,
    async load(root) {
      const dataset = await datasets.ensureOpen(root);
      const run = runOf(dataset.root);
      shown.set(dataset.root, run);
      return { dataset, filter: record(dataset.root).filter, run, runs: runs.of(dataset.root), selected: selection.of(dataset.root) };
    },
    title: () => 'Gallery',
  });
  // Another filter alone leaves the run to be chosen by default, unless it judges by that run.
  host.messenger.onNotification(galleryDidChangeFilter, ({ root, filter, run }) => {
    const before = record(root).run;
    return keep(root, { filter, run: before === undefined && !filter.prediction && run === shown.get(root) ? undefined : run });
  });
  runs.onDidChange(({ root }) => {
    if (datasets.find(root) && shown.has(root) && shown.get(root) !== runOf(root)) void host.refresh('gallery', root);
  });
  return {
    async show(root, filter, run = null) {
      const before = record(root);
      await keep(root, { filter: filter ?? before.filter, run: run ?? before.run });
      await host.show('gallery', root);
    },
    filterOf: (root) => record(root).filter,
    runOf,
  };
}
