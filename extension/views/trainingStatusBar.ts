import * as vscode from 'vscode';
import { commands } from '../contributions.ts';
import { workingStates, type RunList } from '../runList.ts';
import { progressText } from './runText.ts';

/** Epoch, speed and time left of the training under way; nothing where there is none. */
export function createTrainingStatusBar(runs: RunList): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('stickerLab.training', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Sticker Lab: Training';
  const update = () => {
    const working = runs.all.map(({ run }) => run).filter(({ state }) => workingStates.has(state));
    const newest = working.toSorted((a, b) => b.created.localeCompare(a.created))[0];
    if (!newest) {
      item.hide();
      return;
    }
    const more = working.length > 1 ? ` (+${working.length - 1})` : '';
    item.text = `$(sync~spin) ${progressText(newest)}${more}`;
    item.tooltip = [newest.status?.activity, newest.status?.device, 'Click to show the run.'].filter(Boolean).join('\n');
    item.command = { command: commands.showRun, title: 'Show Run', arguments: [newest.run] };
    item.show();
  };
  return vscode.Disposable.from(item, runs.onDidChange(update));
}
