import * as vscode from 'vscode';
import type { StickerFilter } from '../../engine/service/requests.ts';
import type { DatasetList } from '../datasetList.ts';
import { galleryDidChangeFilter } from '../protocol/actions.ts';
import type { RunList } from '../runList.ts';
import type { PanelHost } from './panelHost.ts';

interface GalleryRecord {
  readonly filter: StickerFilter;
  readonly run: string | null;
}

export interface GalleryPanels {
  /** On exactly this filter; without one, as the person left it. `run` null keeps the run whose predictions are shown. */
  show(root: string, filter?: StickerFilter, run?: string | null): Promise<void>;
  record(root: string): GalleryRecord;
}

/** A selection larger than this is not kept over a window reload. */
const mostKept = 20_000;

/** One Gallery a dataset. What it shows is kept for the workspace. */
export function createGalleryPanels(host: PanelHost, datasets: DatasetList, runs: RunList, memento: vscode.Memento): GalleryPanels {
  const records = new Map<string, GalleryRecord>();
  const key = (root: string) => `gallery ${root}`;
  const record = (root: string) => records.get(root) ?? memento.get<GalleryRecord>(key(root)) ?? { filter: {}, run: null };
  const keep = async (root: string, now: GalleryRecord) => {
    records.set(root, now);
    const { selection: picked, ...rest } = now.filter;
    await memento.update(key(root), picked && picked.ids.length > mostKept ? { ...now, filter: rest } : now);
  };

  host.register({
    kind: 'gallery', icon: 'gallery.svg', column: vscode.ViewColumn.Active,
    async load(root) {
      const dataset = await datasets.ensureOpen(root);
      const { filter, run } = record(dataset.root);
      return { dataset, filter, run, runs: runs.of(dataset.root) };
    },
    title: () => 'Gallery',
  });
  host.messenger.onNotification(galleryDidChangeFilter, ({ root, filter, run }) => keep(root, { filter, run }));
  return {
    async show(root, filter, run = null) {
      const before = record(root);
      await keep(root, { filter: filter ?? before.filter, run: run ?? before.run });
      await host.show('gallery', root);
    },
    record,
  };
}
