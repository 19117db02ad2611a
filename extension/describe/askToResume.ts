import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import type { EngineClient } from '../engine/engineClient.ts';
import { unlinked } from '../unlinked.ts';
import type { BatchList, DatasetBatch } from './batchList.ts';

/**
 * Asks once, for each time that a batch was interrupted, whether it shall go on. One that was at work when this window's service stopped goes on
 * by itself, as nobody may be there all night, for as long as it gets further each time: else it may be what stops the service.
 */
export function askToResume(engine: Pick<EngineClient, 'onDidRestart'>, batches: BatchList): vscode.Disposable {
  const asked = new Set<string>();
  const broken = new Set<string>();
  const reached = new Map<string, number>();
  const keyOf = ({ root, batch }: DatasetBatch) => `${root}\n${batch.id}`;
  const getsOn = (key: string, { done, failed, skipped }: DatasetBatch['batch']) => {
    const settled = done + failed + skipped;
    const isFurther = settled > (reached.get(key) ?? -1);
    reached.set(key, settled);
    return isFurther;
  };
  const ask = async ({ root, batch }: DatasetBatch) => {
    const left = batch.total - batch.done - batch.failed - batch.skipped;
    const [resume, stop] = ['Resume', 'Stop It'];
    const choice = await vscode.window.showInformationMessage(
      `Describing ${unlinked(path.basename(root))} was interrupted: ${left.toLocaleString('en')} of ${batch.total.toLocaleString('en')} stickers are left. What was written is kept.`, resume, 'Not Now', stop);
    if (choice === resume) await vscode.commands.executeCommand(commands.resumeDescribing, root);
    if (choice === stop) await vscode.commands.executeCommand(commands.stopDescribing, root);
  };
  return vscode.Disposable.from(
    engine.onDidRestart(() => batches.all.filter(({ batch }) => batch.state === 'running').forEach((each) => broken.add(keyOf(each)))),
    batches.onDidChange((change) => {
      if (!change) return;
      const key = keyOf(change);
      if (change.batch.state === 'running') asked.delete(key);
      if (change.batch.state !== 'interrupted' || asked.has(key)) return;
      asked.add(key);
      if (broken.delete(key) && getsOn(key, change.batch)) void vscode.commands.executeCommand(commands.resumeDescribing, change.root);
      else void ask(change);
    }),
  );
}
