import type * as vscode from 'vscode';
import type { DatasetList } from './datasetList.ts';
import type { BatchList } from './describe/batchList.ts';
import type { DescriberConfiguration } from './describe/describerConfiguration.ts';
import type { HostList } from './describe/hostList.ts';
import type { EngineClient } from './engine/engineClient.ts';
import type { DescriptionPanels } from './panels/descriptionPanels.ts';
import type { GalleryPanels } from './panels/galleryPanels.ts';
import type { MapPanels } from './panels/mapPanels.ts';
import type { PanelHost } from './panels/panelHost.ts';
import type { RunTablePanels } from './panels/runTablePanels.ts';
import type { SharedSelection } from './panels/sharedSelection.ts';
import type { StickerPanel } from './panels/stickerPanel.ts';
import type { RunList } from './runList.ts';
import type { ShowFailure } from './showFailure.ts';

/** What commands and panels work with, built once in `activate`. */
export interface Services {
  readonly engine: EngineClient;
  readonly datasets: DatasetList;
  readonly runs: RunList;
  readonly panels: PanelHost;
  readonly galleries: GalleryPanels;
  readonly descriptions: DescriptionPanels;
  readonly sticker: StickerPanel;
  readonly maps: MapPanels;
  readonly runTables: RunTablePanels;
  readonly selection: SharedSelection;
  readonly configuration: DescriberConfiguration;
  readonly hosts: HostList;
  readonly batches: BatchList;
  readonly log: vscode.LogOutputChannel;
  readonly showFailure: ShowFailure;
  /** The command line's bundle. */
  readonly cli: string;
}
