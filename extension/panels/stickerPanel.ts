import path from 'node:path';
import * as vscode from 'vscode';
import { StickerLabError } from '../../engine/errors/stickerLabError.ts';
import type { StickerFilter } from '../../engine/service/stickerFilter.ts';
import type { DatasetList } from '../datasetList.ts';
import type { GalleryPanels } from './galleryPanels.ts';
import { keptFilter } from './keptFilter.ts';
import type { PanelHost } from './panelHost.ts';
import type { SharedSelection } from './sharedSelection.ts';

interface StickerRecord {
  readonly root: string;
  readonly id: string;
  readonly filter: StickerFilter;
  readonly run: string | null;
}

export interface StickerPanel {
  /** Selects the sticker too. Leaves the focus where it is, in the gallery for example, unless the panel is to have it. */
  show(sticker: StickerRecord, options?: { takeFocus?: boolean }): Promise<void>;
  /** Moves the panel on, where it is open on this dataset. */
  follow(root: string, id: string): Promise<void>;
  /** What it shows, where it is open. */
  present(): { readonly root: string; readonly id: string } | undefined;
}

const memory = 'sticker';
const key = 'sticker';

/** The one Sticker panel of the window. It follows the selection. */
export function createStickerPanel(host: PanelHost, datasets: DatasetList, galleries: Pick<GalleryPanels, 'runOf'>, selection: SharedSelection, memento: vscode.Memento): StickerPanel {
  let record = memento.get<StickerRecord>(key);
  const keep = async (now: StickerRecord) => {
    record = now;
    await memento.update(key, { ...now, filter: keptFilter(now.filter) });
  };
  host.register({
    kind: 'sticker', icon: 'sticker.svg', column: vscode.ViewColumn.Beside,
    async load() {
      if (!record) throw new StickerLabError('No sticker is chosen.', '', 'Choose one in the gallery.');
      const { root, id, filter, run } = record;
      const dataset = await datasets.ensureOpen(root);
      return { dataset, id, filter, run: run ?? galleries.runOf(dataset.root), selected: selection.of(dataset.root) };
    },
    title: ({ id }) => `Sticker: ${path.posix.basename(id)}`,
  });
  return {
    async show(sticker, { takeFocus = false } = {}) {
      await selection.select(sticker.root, [sticker.id]);
      await keep(sticker);
      await host.show('sticker', memory, { preserveFocus: !takeFocus });
    },
    async follow(root, id) {
      if (record?.root !== root || record.id === id || !host.isOpen('sticker', memory)) return;
      await keep({ ...record, id });
      await host.refresh('sticker', memory);
    },
    present: () => (host.isOpen('sticker', memory) ? record : undefined),
  };
}
