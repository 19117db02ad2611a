import path from 'node:path';
import * as vscode from 'vscode';
import { runFiles } from '../../engine/train/runRecord.ts';
import { workingStates } from '../runList.ts';
import type { Services } from '../services.ts';
import { isTrusted } from './isTrusted.ts';
import { hasWeights, pickRun, type RunArgument } from './pickRun.ts';
import { revealFile } from './revealFile.ts';

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

/** The best epoch's model as one ONNX file, where the person wants it. */
export async function exportOnnx(services: Services, given: RunArgument): Promise<void> {
  if (!isTrusted()) return;
  const view = await pickRun(services, given, { title: 'Export Model as ONNX: run', fits: hasWeights, none: 'No run has been trained to its end yet.' });
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
  if (view) await revealFile(view.run);
}

export async function openRunLog(services: Services, given: RunArgument): Promise<void> {
  const view = await pickRun(services, given, { title: 'Open Run Log', ...anyRun });
  if (view) await vscode.window.showTextDocument(vscode.Uri.file(path.join(view.run, runFiles.log)));
}
