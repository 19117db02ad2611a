import path from 'node:path';
import * as vscode from 'vscode';
import { panelViewTypes } from './contributions.ts';
import type { Services } from './services.ts';
import { setting } from './settings.ts';

/** By what a workspace folder is known to be a dataset; package.json's activation events name the same. */
const marks = '{Annotations/image-level/train.json,label_E.csv,*/label_E.csv,descriptions.jsonl}';

/** Opens again what was open, and the workspace's folders that are datasets themselves, with their galleries. */
export async function openWorkspaceDatasets({ datasets, galleries, showFailure }: Services): Promise<void> {
  await datasets.restore();
  if (!setting('stickerLab.openDatasetOnStartup')) return;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    try {
      const [mark] = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, marks), null, 1);
      if (!mark) continue;
      const view = await datasets.ensureOpen(path.resolve(folder.uri.fsPath));
      if (!hasGalleryTab()) await galleries.show(view.root);
    } catch (error) {
      showFailure(error);
    }
  }
}

/** A gallery left open comes back with the window, by itself. */
function hasGalleryTab(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(panelViewTypes.gallery));
}
