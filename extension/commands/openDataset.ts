import * as vscode from 'vscode';
import type { Services } from '../services.ts';

/** Asks for a folder, or takes the given one, reads it, and shows its gallery. */
export async function openDataset({ datasets, galleries }: Services, given?: string | vscode.Uri): Promise<void> {
  const folder = given === undefined ? await pickFolder() : typeof given === 'string' ? given : given.fsPath;
  if (!folder) return;
  const view = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Reading ${folder}`, cancellable: true },
    (_, token) => datasets.open(folder, token),
  );
  await galleries.show(view.root, {});
}

async function pickFolder(): Promise<string | undefined> {
  const folders = await vscode.window.showOpenDialog({
    canSelectFiles: false, canSelectFolders: true, openLabel: 'Open Dataset', title: 'Folder of a sticker dataset (SER30K, MET-MEME, class folders, JSONL or CSV)',
  });
  return folders?.[0]?.fsPath;
}
