import * as vscode from 'vscode';
import type { HostView } from '../../engine/service/describeRequests.ts';
import { commands } from '../contributions.ts';
import type { Services } from '../services.ts';
import { hostDescription, isSameModel, modelDescription, noVisionReason } from '../views/hostText.ts';
import { useModel } from './hostCommands.ts';

interface ModelItem extends vscode.QuickPickItem {
  readonly act?: () => Thenable<unknown>;
}

/** Lists the models of all hosts; those that take pictures can be chosen, the others say why not. */
export async function chooseModel(services: Services): Promise<void> {
  const pick = vscode.window.createQuickPick<ModelItem>();
  pick.title = 'Choose Model';
  pick.ignoreFocusOut = true;
  pick.placeholder = 'Model that describes stickers';
  pick.matchOnDescription = true;
  const show = (hosts: readonly HostView[]) => { pick.items = itemsOf(hosts, services.configuration.config.model); };
  pick.busy = true;
  show(services.hosts.all);
  pick.show();
  void services.hosts.refresh().then(show, services.showFailure).finally(() => { pick.busy = false; });
  const act = await new Promise<ModelItem['act']>((resolve) => {
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.act) resolve(item.act);
    });
    pick.onDidHide(() => resolve(undefined));
  });
  pick.dispose();
  await act?.();
}

const separator = (label: string): ModelItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

function itemsOf(hosts: readonly HostView[], chosen: string): ModelItem[] {
  const models = hosts.flatMap((host) => host.models.map((model) => ({ host, model })));
  const names = [...new Set(models.map(({ model }) => model.name))].toSorted();
  const described = names.map((name) => {
    const on = models.filter(({ model }) => model.name === name);
    const [{ model }] = on;
    const isChosen = isSameModel(name, chosen);
    return { vision: on.some((each) => each.model.vision), name, icon: isChosen ? 'check' : 'eye', description: `${isChosen ? 'chosen · ' : ''}${modelDescription(model)}`, detail: on.map(({ host }) => host.url).join(', ') };
  });
  const usable = described.filter(({ vision }) => vision).map(({ name, icon, description, detail }): ModelItem => ({ label: `$(${icon}) ${name}`, description, detail, act: () => useModel(name) }));
  const others = described.filter(({ vision }) => !vision).map(({ name, detail }): ModelItem => ({ label: `$(circle-slash) ${name}`, description: `cannot be chosen: it ${noVisionReason}`, detail }));
  const silent = hosts.filter(({ models: none }) => none.length === 0).map((host): ModelItem => ({ label: `$(debug-disconnect) ${host.url}`, description: hostDescription(host) }));
  return [
    ...usable,
    { label: '$(cloud-download) Pull another model...', act: () => vscode.commands.executeCommand(commands.pullModel) },
    ...(others.length > 0 ? [separator('take no pictures'), ...others] : []),
    ...(silent.length > 0 ? [separator('hosts without models'), ...silent] : []),
  ];
}
