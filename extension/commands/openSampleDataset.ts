import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { runToEnd } from '../../engine/service/cliProcess.ts';
import { signalOf } from '../cancellation.ts';
import type { Services } from '../services.ts';
import { openDataset } from './openDataset.ts';

const sampleName = 'sticker-lab-sample';

/** Draws the sample dataset into a folder the person chooses (or the given one), and opens it. One that is there already is opened as it is. */
export async function openSampleDataset(services: Services, given?: string | vscode.Uri): Promise<void> {
  const chosen = given === undefined ? await pickFolder() : typeof given === 'string' ? given : given.fsPath;
  if (!chosen) return;
  const folder = path.basename(chosen) === sampleName || (await isEmpty(chosen)) ? chosen : path.join(chosen, sampleName);
  if (await isEmpty(folder)) {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Drawing sample stickers into ${folder}`, cancellable: true },
      (_, token) => runToEnd(services.cli, ['sample', folder, '--json'], folder, signalOf(token)),
    );
  }
  await openDataset(services, folder);
}

/** The command draws it whole or not at all; what a killed one leaves is hidden, and cleared by the next. */
async function isEmpty(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.every((name) => name.startsWith('.'));
}

async function pickFolder(): Promise<string | undefined> {
  const folders = await vscode.window.showOpenDialog({
    canSelectFiles: false, canSelectFolders: true, openLabel: 'Make Sample Here', title: `Folder for the sample dataset (2,100 stickers, made in "${sampleName}")`,
  });
  return folders?.[0]?.fsPath;
}
