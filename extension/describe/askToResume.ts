import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import { unlinked } from '../unlinked.ts';
import type { BatchList, DatasetBatch } from './batchList.ts';

/** Asks once, for each time that a batch was interrupted, whether it shall go on. */
export function askToResume(batches: BatchList): vscode.Disposable {
  const asked = new Set<string>();
  const ask = async ({ root, batch }: DatasetBatch) => {
    const left = batch.total - batch.done - batch.failed - batch.skipped;
    const [resume, stop] = ['Resume', 'Stop It'];
    const choice = await vscode.window.showInformationMessage(
      `Describing ${unlinked(path.basename(root))} was interrupted: ${left.toLocaleString('en')} of ${batch.total.toLocaleString('en')} stickers are left. What was written is kept.`, resume, 'Not Now', stop);
    if (choice === resume) await vscode.commands.executeCommand(commands.resumeDescribing, root);
    if (choice === stop) await vscode.commands.executeCommand(commands.stopDescribing, root);
  };
  return batches.onDidChange((change) => {
    if (!change) return;
    const key = `${change.root}\n${change.batch.id}`;
    if (change.batch.state === 'running') asked.delete(key);
    if (change.batch.state !== 'interrupted' || asked.has(key)) return;
    asked.add(key);
    void ask(change);
  });
}
