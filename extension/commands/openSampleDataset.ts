import { readdir, rename, rm } from 'node:fs/promises';
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
      (_, token) => drawSample(services.cli, folder, signalOf(token)),
    );
  }
  await openDataset(services, folder);
}

/** Drawn beside and then renamed: a cancelled one leaves nothing half that would be opened the next time. */
async function drawSample(cli: string, folder: string, signal: AbortSignal): Promise<void> {
  const unfinished = `${folder}.unfinished`;
  try {
    await rm(unfinished, { recursive: true, force: true });
    await runToEnd(cli, ['sample', unfinished, '--json'], folder, signal);
    await rm(folder, { recursive: true, force: true });
    await rename(unfinished, folder);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function isEmpty(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.length === 0;
}

async function pickFolder(): Promise<string | undefined> {
  const folders = await vscode.window.showOpenDialog({
    canSelectFiles: false, canSelectFolders: true, openLabel: 'Make Sample Here', title: `Folder for the sample dataset (2,100 stickers, made in "${sampleName}")`,
  });
  return folders?.[0]?.fsPath;
}
