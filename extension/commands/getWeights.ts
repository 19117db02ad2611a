import * as vscode from 'vscode';
import type { WeightsReport } from '../../engine/cli/weights.ts';
import { makeFolder } from '../../engine/files/makeFolder.ts';
import { weightsFolder } from '../../engine/pretrained/weightsFolder.ts';
import { runToEnd } from '../../engine/service/cliProcess.ts';
import { signalOf } from '../cancellation.ts';
import { failureOf, CancelledError } from '../engine/failureOf.ts';
import type { Services } from '../services.ts';
import { setting } from '../settings.ts';
import { weightItems } from './weightItems.ts';

/** Asks which sets of pretrained weights are wanted and has the command line fetch them, in a process of its own. */
export async function getWeights(services: Services): Promise<void> {
  const folder = weightsFolder(setting('stickerLab.weights.folder'));
  const weights = (args: readonly string[], signal: AbortSignal, onProgress?: (line: string) => void) =>
    runToEnd(services.cli, ['weights', '--json', '--folder', folder, ...args], folder, signal, onProgress);
  const items = weights([], new AbortController().signal).then((text) => weightItems(JSON.parse(text) as WeightsReport));
  const chosen = await vscode.window.showQuickPick(items, { title: 'Get Pretrained Weights', placeHolder: `Sets to fetch into ${folder}`, canPickMany: true, ignoreFocusOut: true });
  if (!chosen || chosen.length === 0) return;
  try {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Fetching pretrained weights', cancellable: true },
      (progress, token) => weights(chosen.flatMap(({ name }) => ['--get', name]), signalOf(token), (message) => progress.report({ message })),
    );
    void vscode.window.showInformationMessage(`Pretrained weights are there: ${chosen.map(({ name }) => name).join(', ')}.`);
  } catch (error) {
    const failure = failureOf(error, folder);
    // A fault of the network names an address: then the files may be put into the folder by hand.
    if (failure instanceof CancelledError || !/^https?:/u.test(failure.file)) throw failure;
    services.showFailure(failure, { label: 'Open Folder', run: () => openFolder(folder) });
  }
}

async function openFolder(folder: string): Promise<void> {
  await makeFolder(folder);
  const uri = vscode.Uri.file(folder);
  // Over Remote and in the browser there is no file browser of the system: in a window of VS Code files can be dropped into the explorer.
  if (vscode.env.remoteName || vscode.env.uiKind === vscode.UIKind.Web) await vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true });
  else await vscode.env.openExternal(uri);
}
