import * as vscode from 'vscode';
import type { HostModelView, HostView } from '../../engine/service/describeRequests.ts';
import { schemes, treeItems, viewIds } from '../contributions.ts';
import type { DescriberConfiguration } from '../describe/describerConfiguration.ts';
import type { HostList } from '../describe/hostList.ts';
import type { Background } from '../firstFailure.ts';
import { hostDescription, hostLook, isSameModel, modelDescription, noVisionReason } from './hostText.ts';

export type HostNode =
  | { readonly kind: 'host'; readonly url: string }
  | { readonly kind: 'model'; readonly url: string; readonly model: string };

/** Hosts are asked again so often while they are looked at, in milliseconds. */
const askEvery = 30_000;

/** The Ollama hosts, each with its state, and below it its models. */
export function createHostsTree(hosts: HostList, configuration: DescriberConfiguration, background: Background): vscode.Disposable {
  const provider: vscode.TreeDataProvider<HostNode> = {
    onDidChangeTreeData: (listener) => hosts.onDidChange(() => listener(undefined)),
    getChildren(node) {
      if (!node) return hosts.all.map(({ url }) => ({ kind: 'host', url }));
      if (node.kind === 'model') return [];
      const models = hosts.find(node.url)?.models ?? [];
      return models.toSorted((a, b) => Number(b.vision) - Number(a.vision) || a.name.localeCompare(b.name)).map(({ name }) => ({ kind: 'model', url: node.url, model: name }));
    },
    getTreeItem(node) {
      const host = hosts.find(node.url);
      if (!host) return new vscode.TreeItem('');
      if (node.kind === 'host') return hostItem(host);
      const model = host.models.find(({ name }) => name === node.model);
      return model ? modelItem(host, model, configuration.config.model) : new vscode.TreeItem('');
    },
  };
  const view = vscode.window.createTreeView(viewIds.hosts, { treeDataProvider: provider });
  const ask = () => void background(hosts.refresh());
  let timer: NodeJS.Timeout | undefined;
  const follow = (visible: boolean) => {
    clearInterval(timer);
    if (!visible) return;
    ask();
    timer = setInterval(ask, askEvery);
  };
  follow(view.visible);
  return vscode.Disposable.from(
    view,
    view.onDidChangeVisibility(({ visible }) => follow(visible)),
    configuration.onDidChange(() => view.visible && ask()),
    vscode.window.registerFileDecorationProvider({
      provideFileDecoration: (uri) => (uri.scheme === schemes.models ? { color: new vscode.ThemeColor('disabledForeground'), tooltip: noVisionReason } : undefined),
    }),
    { dispose: () => clearInterval(timer) },
  );
}

const icon = (name: string, color: string | null) => new vscode.ThemeIcon(name, color === null ? undefined : new vscode.ThemeColor(color));

function hostItem(host: HostView): vscode.TreeItem {
  const look = hostLook(host);
  const item = new vscode.TreeItem(host.url.replace(/^http:\/\//u, ''), host.models.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None);
  // Another item once it has models: the tree leaves one closed that could not be opened before.
  item.id = host.models.length > 0 ? `${host.url}\n` : host.url;
  item.description = hostDescription(host);
  item.iconPath = icon(look.icon, look.color);
  item.contextValue = look.contextValue;
  item.tooltip = [host.url, host.message, host.remedy, host.version === '' ? '' : `Ollama ${host.version}`].filter((line) => line !== '').join('\n');
  return item;
}

function modelItem(host: HostView, model: HostModelView, chosen: string): vscode.TreeItem {
  const isChosen = isSameModel(model.name, chosen);
  const item = new vscode.TreeItem(model.name);
  item.id = `${host.url}\n${model.name}`;
  item.description = `${isChosen ? 'chosen · ' : ''}${modelDescription(model)}`;
  item.iconPath = model.vision ? icon(isChosen ? 'check' : 'eye', isChosen ? 'testing.iconPassed' : null) : icon('eye-closed', 'disabledForeground');
  item.contextValue = isChosen ? treeItems.chosenModel : model.vision ? treeItems.visionModel : treeItems.otherModel;
  item.tooltip = [`${model.name} (${model.digest.replace(/^sha256:/u, '').slice(0, 12)})`, model.vision ? '' : `It ${noVisionReason}, so it cannot describe stickers.`, modelDescription(model)].filter((line) => line !== '').join('\n');
  // Greyed by the decoration of this scheme.
  if (!model.vision) item.resourceUri = vscode.Uri.from({ scheme: schemes.models, path: `/${model.name}` });
  return item;
}
