import type { HostModelView, HostState, HostView } from '../../engine/service/describeRequests.ts';
import { commands, treeItems, type CommandId } from '../contributions.ts';

export interface HostLook {
  readonly icon: string;
  /** A theme colour's id; null for the text's own. */
  readonly color: string | null;
  readonly words: string;
  readonly contextValue: (typeof treeItems)[keyof typeof treeItems];
  /** The one thing that helps; null where there is nothing to do but wait. */
  readonly button: { readonly command: CommandId; readonly title: string } | null;
}

const warning = 'list.warningForeground';
const error = 'list.errorForeground';

/** How each state of a host looks. package.json puts the same buttons beside it, by `contextValue`. */
export const hostLooks: Readonly<Record<HostState, HostLook>> = {
  unknown: { icon: 'circle-outline', color: null, words: 'not asked yet', contextValue: treeItems.checkedHost, button: null },
  checking: { icon: 'sync~spin', color: null, words: 'asking', contextValue: treeItems.checkedHost, button: null },
  absent: { icon: 'circle-slash', color: warning, words: 'no Ollama installed', contextValue: treeItems.absentHost, button: { command: commands.installOllama, title: 'Install...' } },
  stopped: { icon: 'debug-stop', color: warning, words: 'stopped', contextValue: treeItems.stoppedHost, button: { command: commands.startOllama, title: 'Start' } },
  unreachable: { icon: 'debug-disconnect', color: error, words: 'cannot be reached', contextValue: treeItems.unreachableHost, button: { command: commands.checkHost, title: 'Check Again' } },
  foreign: { icon: 'question', color: error, words: 'no Ollama answers', contextValue: treeItems.foreignHost, button: { command: commands.openHostSetting, title: 'Open Setting' } },
  tooOld: { icon: 'history', color: warning, words: 'too old', contextValue: treeItems.tooOldHost, button: { command: commands.updateOllama, title: 'Update...' } },
  noModel: { icon: 'package', color: warning, words: 'lacks the model', contextValue: treeItems.noModelHost, button: { command: commands.pullModel, title: 'Pull Model' } },
  noVision: { icon: 'eye-closed', color: warning, words: 'the model takes no pictures', contextValue: treeItems.noVisionHost, button: { command: commands.chooseModel, title: 'Choose Model...' } },
  loading: { icon: 'loading~spin', color: null, words: 'loading the model', contextValue: treeItems.loadingHost, button: null },
  busy: { icon: 'watch', color: warning, words: 'busy', contextValue: treeItems.busyHost, button: null },
  ready: { icon: 'pass', color: 'testing.iconPassed', words: 'ready', contextValue: treeItems.readyHost, button: null },
};

const pulling: HostLook = { icon: 'cloud-download', color: null, words: '', contextValue: treeItems.pullingHost, button: null };

/** A host at whose model a download works has nothing else to offer. */
export const hostLook = ({ state, pull }: Pick<HostView, 'state' | 'pull'>): HostLook => (pull ? pulling : hostLooks[state]);

/** What stands beside its address. */
export function hostDescription(host: Pick<HostView, 'state' | 'pull' | 'version'>): string {
  const words = host.pull ? `${host.pull.total > 0 ? `${progressText(host.pull)} · ` : ''}pulling ${host.pull.model}` : hostLooks[host.state].words;
  return host.version === '' ? words : `${words} · ${host.version}`;
}

/** Bytes for people, in the unit of the greater: `1.2 of 4.7 GB`. */
export function progressText({ completed, total }: { readonly completed: number; readonly total: number }): string {
  const [unit, name] = unitOf(total);
  return `${(completed / unit).toFixed(1)} of ${(total / unit).toFixed(1)} ${name}`;
}

/** `4.7 GB`. */
export function sizeText(bytes: number): string {
  const [unit, name] = unitOf(bytes);
  return `${(bytes / unit).toFixed(1)} ${name}`;
}

const unitOf = (bytes: number): [number, string] => (bytes >= 1e9 ? [1e9, 'GB'] : [1e6, 'MB']);

export const noVisionReason = 'takes no pictures';

/** Facts on a model: what makes it impossible first, then kind, size and whether it is in memory. */
export function modelDescription(model: HostModelView): string {
  const parts = [model.vision ? 'vision' : noVisionReason, model.parameters, model.quantization, sizeText(model.bytes), model.loaded ? 'loaded' : ''];
  return parts.filter((part) => part !== '').join(' · ');
}

/** Whether two names mean the same model: one without a tag means `latest`. */
export function isSameModel(a: string, b: string): boolean {
  const full = (name: string) => (/:[^/]*$/u.test(name) ? name : `${name}:latest`).toLowerCase();
  return full(a) === full(b);
}
