import * as vscode from 'vscode';
import type { HostView } from '../../engine/service/describeRequests.ts';
import { settingDefaults, type Settings } from '../contributions.ts';
import { hostAddress, urlFault } from '../describe/describerSettings.ts';
import type { Services } from '../services.ts';
import { setting } from '../settings.ts';
import { hostDescription, isSameModel, progressText } from '../views/hostText.ts';
import { isTrusted } from './isTrusted.ts';

/** What a command is given: a tree node, or nothing from the palette. */
export type HostArgument = { readonly url: string } | undefined;
export type ModelArgument = { readonly model: string } | undefined;

const download = 'https://ollama.com/download';

export async function openOllamaPage(): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(download));
}

export async function openHostSetting(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', '@id:stickerLab.ollama.hosts');
}

/** Where a setting is in force: a value of the workspace's hides the user's. */
async function change<K extends keyof Settings>(id: K, value: Settings[K]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const target = configuration.inspect(id)?.workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  await configuration.update(id, value, target);
}

export async function addHost(): Promise<void> {
  const present = setting('stickerLab.ollama.hosts');
  const entries = Array.isArray(present) ? present as Settings['stickerLab.ollama.hosts'] : [];
  const known = new Set(entries.flatMap((entry) => (typeof entry?.url === 'string' && urlFault(entry.url) === null ? [hostAddress(entry.url)] : [])));
  const url = await vscode.window.showInputBox({
    title: 'Add Host', prompt: 'Address of an Ollama server. It gets the pictures that are described.', placeHolder: 'http://gpu-server:11434', ignoreFocusOut: true,
    validateInput(value) {
      if (value.trim() === '') return undefined;
      const fault = urlFault(value);
      if (fault !== null) return `That does not do: ${fault}.`;
      return known.has(hostAddress(value)) ? 'This host is there already.' : undefined;
    },
  });
  if (url === undefined || url.trim() === '') return;
  await change('stickerLab.ollama.hosts', [...entries, { url: hostAddress(url) }]);
}

export async function useModel(model: string): Promise<void> {
  await change('stickerLab.describe.model', model);
}

/** The host meant: the given one, the only fitting one, else asked for. Undefined where there is none or the person backs out. */
async function pickHost({ hosts }: Services, given: HostArgument, title: string, none: string, fits: (host: HostView) => boolean): Promise<HostView | undefined> {
  if (given) return hosts.find(given.url);
  const fitting = (await hosts.refresh()).filter(fits);
  if (fitting.length === 0) void vscode.window.showInformationMessage(none);
  if (fitting.length <= 1) return fitting[0];
  return (await vscode.window.showQuickPick(fitting.map((host) => ({ label: host.url, description: hostDescription(host), host })), { title, placeHolder: 'Host' }))?.host;
}

/** Starts the Ollama installed on this machine, and waits for it. */
export async function startOllama(services: Services, given: HostArgument): Promise<void> {
  if (!isTrusted()) return;
  const host = await pickHost(services, given, 'Start Ollama', 'No host of the settings is an Ollama of this machine that is stopped.', ({ state }) => state === 'stopped');
  if (!host) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Starting Ollama at ${host.url}`, cancellable: true },
    (_, token) => services.engine.request('hosts/start', { url: host.url }, token),
  );
}

const answers: ReadonlySet<HostView['state']> = new Set(['noModel', 'noVision', 'loading', 'busy', 'ready']);

/** Downloads a model onto a host: the chosen one where the host lacks it, else the one the person names. */
export async function pullModel(services: Services, given: HostArgument): Promise<void> {
  const host = await pickHost(services, given, 'Pull Model', 'No Ollama host answers that could download a model.', ({ state }) => answers.has(state));
  if (!host) return;
  const chosen = services.configuration.config.model;
  const model = given && host.state === 'noModel' ? chosen : await askModel(chosen, host);
  if (model === undefined) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Pulling ${model} onto ${host.url}`, cancellable: true },
    async (progress, token) => {
      let told = 0;
      const listener = services.hosts.onDidChange(() => {
        const pull = services.hosts.find(host.url)?.pull;
        if (!pull || pull.total === 0) return;
        const percent = (pull.completed / pull.total) * 100;
        // The total grows while layers become known: the bar waits rather than going back.
        progress.report({ message: progressText(pull), increment: Math.max(0, percent - told) });
        told = Math.max(told, percent);
      });
      try {
        await services.engine.request('hosts/pull', { url: host.url, model }, token);
      } finally {
        listener.dispose();
      }
    },
  );
  await tellPulled(services, host.url, model);
}

const askModel = (chosen: string, { url }: HostView) => vscode.window.showInputBox({
  title: 'Pull Model', prompt: `Model to download onto ${url}, as Ollama names it. One that describes stickers has to take pictures.`, value: chosen || settingDefaults['stickerLab.describe.model'], ignoreFocusOut: true,
  validateInput: (value) => (/^[\w.:/-]+$/u.test(value.trim()) ? undefined : 'A name such as llava:7b-v1.6-mistral.'),
}).then((name) => name?.trim());

async function tellPulled({ hosts, configuration }: Services, url: string, model: string): Promise<void> {
  const pulled = hosts.find(url)?.models.find(({ name }) => isSameModel(name, model));
  const use = 'Use This Model';
  const offered = pulled?.vision && !isSameModel(model, configuration.config.model) ? [use] : [];
  if (await vscode.window.showInformationMessage(`${model} is on ${url}.${pulled && !pulled.vision ? ' It takes no pictures, so it cannot describe stickers.' : ''}`, ...offered) === use) await useModel(model);
}
