import path from 'node:path';
import * as vscode from 'vscode';
import { panelViewTypes } from './contributions.ts';
import { findWorkspaceDatasets } from './findWorkspaceDatasets.ts';
import type { Services } from './services.ts';

/** Opens again what was open, and the workspace's folders that are datasets themselves, these with their galleries. */
export async function openWorkspaceDatasets({ datasets, galleries }: Services): Promise<void> {
  await datasets.restore();
  for (const root of await findWorkspaceDatasets()) {
    // A folder may hold the dataset one folder down: its root is then that one.
    const view = datasets.find(root) ?? datasets.all.find((open) => open.root.startsWith(root + path.sep));
    if (view && !hasGalleryTab()) await galleries.show(view.root);
  }
}

/** A gallery left open comes back with the window, by itself. */
function hasGalleryTab(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(panelViewTypes.gallery));
}
