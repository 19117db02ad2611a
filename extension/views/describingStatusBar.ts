import path from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import type { BatchList } from '../describe/batchList.ts';
import { batchText, batchTroubles } from './batchText.ts';

/** How far the batch under way or paused is; nothing where there is none. */
export function createDescribingStatusBar(batches: BatchList): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('stickerLab.describing', vscode.StatusBarAlignment.Left, 9);
  item.name = 'Sticker Lab: Describing';
  const update = () => {
    const shown = batches.all.filter(({ batch }) => batch.state === 'running' || batch.state === 'paused');
    const newest = shown.toSorted((a, b) => Number(b.batch.state === 'running') - Number(a.batch.state === 'running') || b.batch.created - a.batch.created)[0];
    if (!newest) {
      item.hide();
      return;
    }
    const { root, batch } = newest;
    const troubles = batchTroubles(batch);
    const icon = batch.state === 'paused' ? 'debug-pause' : troubles.length > 0 ? 'warning' : 'sync~spin';
    item.text = `$(${icon}) ${batchText(batch)}${shown.length > 1 ? ` (+${shown.length - 1})` : ''}`;
    item.backgroundColor = batch.state === 'running' && troubles.length > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.tooltip = [`${path.basename(root)}, ${batch.model}`, ...troubles, 'Click to show the descriptions.'].join('\n');
    item.command = { command: commands.showDescriptions, title: 'Show Descriptions', arguments: [root] };
    item.show();
  };
  return vscode.Disposable.from(item, batches.onDidChange(update));
}
