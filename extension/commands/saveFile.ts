import path from 'node:path';
import * as vscode from 'vscode';
import { writeAtomically } from '../../engine/files/writeAtomically.ts';
import { unlinked } from '../unlinked.ts';
import { revealFile } from './revealFile.ts';

export interface FileToSave {
  /** What is proposed. */
  readonly name: string;
  readonly title: string;
  readonly content: string | Uint8Array;
}

/** Asks where to, beside the dataset at first. @throws StickerLabError where the disk is full or read-only */
export async function saveFile(root: string | null, { name, title, content }: FileToSave): Promise<void> {
  const target = await askWhere(root, title, name);
  if (!target) return;
  await writeAtomically(target.fsPath, content);
  // Not awaited: the notification stays while the person goes on.
  void offerWritten(target);
}

/** Where a file is to be written; undefined where the person backs out. */
export async function askWhere(root: string | null, title: string, name: string): Promise<vscode.Uri | undefined> {
  const ending = path.extname(name).slice(1);
  return vscode.window.showSaveDialog({
    title,
    ...(root === null ? {} : { defaultUri: vscode.Uri.file(path.join(path.dirname(root), name)) }),
    ...(ending === '' ? {} : { filters: { [ending.toUpperCase()]: [ending] } }),
  });
}

async function offerWritten(target: vscode.Uri): Promise<void> {
  const [open, reveal] = ['Open', 'Reveal'];
  const choice = await vscode.window.showInformationMessage(`${unlinked(path.basename(target.fsPath))} is written.`, open, reveal);
  if (choice === open) await vscode.commands.executeCommand('vscode.open', target);
  if (choice === reveal) await revealFile(target.fsPath);
}
