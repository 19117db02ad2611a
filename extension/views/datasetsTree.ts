import * as vscode from 'vscode';
import { splits, type Split } from '../../engine/dataset/sticker.ts';
import type { DatasetView } from '../../engine/service/requests.ts';
import type { StickerFilter } from '../../engine/service/stickerFilter.ts';
import { commands, treeItems } from '../contributions.ts';
import type { DatasetList } from '../datasetList.ts';

export type DatasetNode =
  | { readonly kind: 'dataset'; readonly root: string }
  | { readonly kind: 'split'; readonly root: string; readonly split: Split }
  | { readonly kind: 'emotion'; readonly root: string; readonly split: Split; readonly label: number };

/** Datasets, their splits, the splits' emotions, each with its number of stickers. */
export function createDatasetsTree(datasets: DatasetList): vscode.TreeDataProvider<DatasetNode> {
  return {
    onDidChangeTreeData: (listener) => datasets.onDidChange(() => listener(undefined)),
    getChildren(node) {
      if (!node) return datasets.all.map(({ root }) => ({ kind: 'dataset', root }));
      const view = datasets.find(node.root);
      if (!view || node.kind === 'emotion') return [];
      if (node.kind === 'dataset') return splits.filter((split) => total(view, split) > 0).map((split) => ({ kind: 'split', root: node.root, split }));
      return view.counts[node.split].flatMap((count, label) => (count > 0 ? [{ kind: 'emotion' as const, root: node.root, split: node.split, label }] : []));
    },
    getTreeItem(node) {
      const view = datasets.find(node.root);
      return view ? treeItem(node, view) : new vscode.TreeItem('');
    },
  };
}

const total = (view: DatasetView, split: Split) => view.counts[split].reduce((sum, count) => sum + count, 0);
const number = (count: number) => count.toLocaleString();

function treeItem(node: DatasetNode, view: DatasetView): vscode.TreeItem {
  switch (node.kind) {
    case 'dataset': {
      const item = new vscode.TreeItem(view.name, vscode.TreeItemCollapsibleState.Expanded);
      item.description = `${layoutNames[view.layout]} · ${number(view.stickers)}${view.missing > 0 ? ` · ${number(view.missing)} missing` : ''}`;
      item.tooltip = tooltip(view);
      item.iconPath = new vscode.ThemeIcon('database');
      item.contextValue = treeItems.dataset;
      item.id = view.root;
      return withGallery(item, view.root, {});
    }
    case 'split': {
      const item = new vscode.TreeItem(splitNames[node.split], vscode.TreeItemCollapsibleState.Collapsed);
      item.description = number(total(view, node.split));
      item.iconPath = new vscode.ThemeIcon('layers');
      item.contextValue = treeItems.split;
      item.id = `${view.root}\n${node.split}`;
      return withGallery(item, view.root, { splits: [node.split] });
    }
    case 'emotion': {
      const name = view.classes[node.label];
      const item = new vscode.TreeItem(name ?? 'no label', vscode.TreeItemCollapsibleState.None);
      item.description = number(view.counts[node.split][node.label]);
      item.iconPath = new vscode.ThemeIcon(name === undefined ? 'question' : 'smiley');
      item.contextValue = treeItems.emotion;
      item.id = `${view.root}\n${node.split}\n${node.label}`;
      return name === undefined ? item : withGallery(item, view.root, { splits: [node.split], labels: [node.label] });
    }
  }
}

function withGallery(item: vscode.TreeItem, root: string, filter: StickerFilter): vscode.TreeItem {
  item.command = { command: commands.showGallery, title: 'Show Gallery', arguments: [root, filter] };
  return item;
}

function tooltip(view: DatasetView): vscode.MarkdownString {
  const lines = [
    `**${view.name}** (${layoutNames[view.layout]})`,
    view.root,
    `${number(view.stickers)} stickers, ${number(view.described)} with all four descriptions`,
    view.missing > 0 ? `${number(view.missing)} pictures are missing` : '',
    ...view.notes,
    `Runs and thumbnails: ${view.storage.folder}${view.storage.fallback ? ' (the dataset\'s folder is read-only)' : ''}`,
  ];
  const text = new vscode.MarkdownString();
  for (const line of lines.filter(Boolean)) text.appendMarkdown(`${line.replaceAll('\\', '\\\\')}\n\n`);
  return text;
}

const splitNames: Record<Split, string> = { train: 'Train', validation: 'Validation', test: 'Test' };

const layoutNames: Record<DatasetView['layout'], string> = {
  'ser30k': 'SER30K', 'met-meme': 'MET-MEME', 'class-folders': 'class folders', 'jsonl': 'JSONL', 'csv': 'CSV',
};
