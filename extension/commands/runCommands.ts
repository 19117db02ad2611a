import path from 'node:path';
import * as vscode from 'vscode';
import { splits } from '../../engine/dataset/sticker.ts';
import { runFiles } from '../../engine/train/runRecord.ts';
import { workingStates } from '../runList.ts';
import type { Services } from '../services.ts';
import { setting } from '../settings.ts';
import { isTrusted } from './isTrusted.ts';
import { pickRun, type RunArgument } from './pickRun.ts';

const anyRun = { fits: () => true, none: 'There is no run yet.' };

export async function showRun(services: Services, given: RunArgument): Promise<void> {
  const view = await pickRun(services, given, { title: 'Show Run', ...anyRun });
  if (view) await services.panels.show('run', view.run);
}

export async function stopTraining(services: Services, given: RunArgument): Promise<void> {
  const view = await pickRun(services, given, { title: 'Stop Training', fits: ({ state }) => workingStates.has(state), none: 'No training is running.' });
  if (view) await services.engine.request('run/stop', { run: view.run });
}

export async function resumeTraining(services: Services, given: RunArgument): Promise<void> {
  if (!isTrusted()) return;
  const view = await pickRun(services, given, {
    title: 'Resume Training', fits: ({ state }) => state === 'stopped' || state === 'interrupted' || state === 'failed', none: 'No run can be resumed.',
  });
  if (!view) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Resuming ${view.name}` },
    () => services.engine.request('run/resume', { run: view.run }),
  );
  await services.panels.show('run', view.run);
}

export async function analyzeRun(services: Services, given: RunArgument): Promise<void> {
  const view = await pickRun(services, given, { title: 'Analyze Run', fits: ({ predicted, result }) => predicted.length > 0 || result !== null, none: 'No run has been trained to its end yet.' });
  if (view) await services.panels.show('analysis', view.run);
}

/** The t-SNE map of a split's fused features, computed in a process of its own, then shown in the analysis. */
export async function computeMap(services: Services, given: RunArgument): Promise<void> {
  if (!isTrusted()) return;
  const view = await pickRun(services, given, { title: 'Compute Map: run', fits: ({ predicted, result }) => predicted.length > 0 || result !== null, none: 'No run has been trained to its end yet.' });
  if (!view) return;
  const first = [...view.predicted, ...splits.filter((split) => !view.predicted.includes(split))];
  const choice = await vscode.window.showQuickPick(first, { title: `Compute Map of ${view.name}`, placeHolder: 'Split' });
  const split = splits.find((name) => name === choice);
  if (!split) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Computing the t-SNE map of ${view.name}, ${split}`, cancellable: true },
    (_, token) => services.engine.request('map/compute', { run: view.run, split, method: 'tsne', seed: setting('stickerLab.train.seed') }, token),
  );
  await services.panels.show('analysis', view.run);
}

/** The best epoch's model as one ONNX file, where the person wants it. */
export async function exportOnnx(services: Services, given: RunArgument): Promise<void> {
  if (!isTrusted()) return;
  const view = await pickRun(services, given, { title: 'Export Model as ONNX: run', fits: ({ predicted, result }) => predicted.length > 0 || result !== null, none: 'No run has been trained to its end yet.' });
  if (!view) return;
  const target = await vscode.window.showSaveDialog({ title: `Export ${view.name} as ONNX`, defaultUri: vscode.Uri.file(path.join(view.run, `${view.name}.onnx`)), filters: { ONNX: ['onnx'] } });
  if (!target) return;
  const { bytes } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Exporting ${view.name}`, cancellable: true },
    (_, token) => services.engine.request('run/exportOnnx', { run: view.run, file: target.fsPath }, token),
  );
  void vscode.window.showInformationMessage(`${path.basename(target.fsPath)} is written: ${(bytes / 1e6).toFixed(1)} MB.`);
}

export async function revealRun(services: Services, given: RunArgument): Promise<void> {
  const view = await pickRun(services, given, { title: 'Reveal Run Folder', ...anyRun });
  if (!view) return;
  // Over Remote and in the browser there is no file browser of the system: the explorer shows it instead.
  const command = vscode.env.remoteName || vscode.env.uiKind === vscode.UIKind.Web ? 'revealInExplorer' : 'revealFileInOS';
  await vscode.commands.executeCommand(command, vscode.Uri.file(view.run));
}

export async function openRunLog(services: Services, given: RunArgument): Promise<void> {
  const view = await pickRun(services, given, { title: 'Open Run Log', ...anyRun });
  if (view) await vscode.window.showTextDocument(vscode.Uri.file(path.join(view.run, runFiles.log)));
}
