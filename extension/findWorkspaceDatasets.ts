import path from 'node:path';
import * as vscode from 'vscode';
import { setting } from './settings.ts';

/** By what a workspace folder is known to be a dataset; package.json's activation events name the same. */
const marks = '{Annotations/image-level/train.json,label_E.csv,*/label_E.csv,descriptions.jsonl}';

/** The workspace's folders that are datasets themselves; none where the setting says so. */
export async function findWorkspaceDatasets(): Promise<string[]> {
  if (!setting('stickerLab.openDatasetOnStartup')) return [];
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.map((folder) => vscode.workspace.findFiles(new vscode.RelativePattern(folder, marks), null, 1)));
  return folders.filter((_, index) => found[index].length > 0).map((folder) => path.resolve(folder.uri.fsPath));
}
