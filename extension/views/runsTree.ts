import * as vscode from 'vscode';
import type { RunView } from '../../engine/service/requests.ts';
import { commands, treeItems } from '../contributions.ts';
import type { DatasetList } from '../datasetList.ts';
import { workingStates, type RunList } from '../runList.ts';
import { runDescription } from './runText.ts';

export type RunNode =
  | { readonly kind: 'dataset'; readonly root: string }
  | { readonly kind: 'run'; readonly run: string };

/** The runs, newest first; under their datasets where several are open. */
export function createRunsTree(datasets: DatasetList, runs: RunList): vscode.TreeDataProvider<RunNode> {
  return {
    onDidChangeTreeData: (listener) => vscode.Disposable.from(runs.onDidChange(() => listener(undefined)), datasets.onDidChange(() => listener(undefined))),
    getChildren(node) {
      if (node?.kind === 'run') return [];
      const roots = datasets.all.map(({ root }) => root).filter((root) => runs.of(root).length > 0);
      if (!node && roots.length > 1) return roots.map((root) => ({ kind: 'dataset', root }));
      return (node ? [node.root] : roots).flatMap((root) => runs.of(root)).map(({ run }) => ({ kind: 'run', run }));
    },
    getTreeItem(node) {
      if (node.kind === 'dataset') {
        const item = new vscode.TreeItem(datasets.find(node.root)?.name ?? '', vscode.TreeItemCollapsibleState.Expanded);
        item.id = node.root;
        return item;
      }
      const view = runs.find(node.run);
      return view ? runItem(view) : new vscode.TreeItem('');
    },
  };
}

function runItem(view: RunView): vscode.TreeItem {
  const item = new vscode.TreeItem(view.name);
  item.id = view.run;
  item.description = runDescription(view);
  item.iconPath = icons[view.state];
  item.contextValue = contextOf(view);
  item.tooltip = [
    `${view.name}: ${view.state}`, `preset ${view.preset}`, view.status?.device ?? '', view.status?.error?.message ?? '', view.trouble ?? '', ...view.notes, view.run,
  ].filter(Boolean).join('\n');
  item.command = { command: commands.showRun, title: 'Show Run', arguments: [view.run] };
  return item;
}

function contextOf({ state }: RunView): string {
  if (workingStates.has(state)) return treeItems.workingRun;
  if (state === 'done') return treeItems.doneRun;
  return state === 'unreadable' ? treeItems.unreadableRun : treeItems.resumableRun;
}

const colored = (icon: string, color: string) => new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
const working = new vscode.ThemeIcon('sync~spin');

const icons: Record<RunView['state'], vscode.ThemeIcon> = {
  starting: working,
  preparing: working,
  training: working,
  evaluating: working,
  done: colored('pass', 'testing.iconPassed'),
  stopped: new vscode.ThemeIcon('debug-pause'),
  interrupted: colored('debug-disconnect', 'list.warningForeground'),
  failed: colored('error', 'list.errorForeground'),
  unreadable: colored('warning', 'list.warningForeground'),
};
