import { defaultDescriber, type DescriberConfig, type HostConfig } from '../describe/describerConfig.ts';
import { findOllama } from '../describe/findOllama.ts';
import type { HostClient } from '../describe/hostClient.ts';
import type { HostView } from '../describe/hostView.ts';
import { inspectHost } from '../describe/inspectHost.ts';
import { createHostClient } from '../describe/ollamaClient.ts';
import { fullModelName } from '../describe/modelReplies.ts';
import { startOllama } from '../describe/startOllama.ts';
import { steadyClient } from '../describe/steadyClient.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { Notify, RequestHandlers } from './requestHandlers.ts';

/** The hosts and the model in force, once a service. */
export interface Describer {
  readonly config: DescriberConfig;
  /** Under whose name edits are kept. */
  readonly who: string;
  readonly clients: readonly HostClient[];
  readonly hosts: readonly HostView[];
  /** Of the model in force, on the hosts that have been asked. */
  digests(): ReadonlySet<string>;
  /** Asks every host anew. */
  refresh(signal: AbortSignal): Promise<readonly HostView[]>;
  /** The model, the mode or a digest is another one. */
  onDidChange(listener: () => void): () => void;
}

export interface DescriberService {
  readonly describer: Describer;
  readonly handlers: Pick<RequestHandlers, 'describer/configure' | 'hosts/read' | 'hosts/start' | 'hosts/pull'>;
  dispose(): void;
}

/** A download's progress is told at most so often, in milliseconds: Ollama tells it sixteen times a second. */
const tellEvery = 250;

export function createDescriber(notify: Notify): DescriberService {
  let config = defaultDescriber;
  let who = '';
  let clients: HostClient[] = [];
  /** By address: what the settings now make of each host. */
  const inForce = new Map<string, { readonly made: string; readonly client: HostClient }>();
  const seen = new Map<string, HostView>();
  /** Also of hosts that do not answer now: that makes none of their texts stale. */
  const lastModels = new Map<string, HostView['models']>();
  const listeners = new Set<() => void>();

  const views = () => config.hosts.map(({ url }) => seen.get(url) ?? unknownHost(url));
  const connect = (hosts: readonly HostConfig[]) => {
    const { answerLimit, loadLimit } = config;
    const before = new Map(inForce);
    inForce.clear();
    for (const host of hosts) {
      const made = JSON.stringify([host, answerLimit, loadLimit]);
      const present = before.get(host.url);
      // One that gives way is not closed: requests under way are let come to their end, and connections nobody uses end by themselves.
      inForce.set(host.url, present?.made === made ? present : { made, client: createHostClient(host, config) });
    }
    clients = hosts.map(({ url }) => clients.find((client) => client.url === url) ?? steadyClient(url, () => inForce.get(url)?.client));
  };
  const digests = () => new Set(config.hosts.flatMap(({ url }) => lastModels.get(url) ?? []).filter(({ name }) => fullModelName(name) === fullModelName(config.model)).map(({ digest }) => digest));
  let timer: NodeJS.Timeout | null = null;
  const tell = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    notify('hosts/didChange', { hosts: views() });
  };
  const changed = () => listeners.forEach((listener) => listener());
  const clientOf = (url: string): HostClient => {
    const client = clients.find((one) => one.url === url);
    if (!client) throw new StickerLabError(`${url} is none of the Ollama hosts.`, url, 'Add it to the setting stickerLab.ollama.hosts.');
    return client;
  };
  const see = async (client: HostClient, signal: AbortSignal) => {
    const inspected = await inspectHost(client, config.model, { signal, installed: (await findOllama()) !== null });
    if (inspected.models.length > 0) lastModels.set(client.url, inspected.models);
    seen.set(client.url, { ...inspected, url: client.url, pull: seen.get(client.url)?.pull ?? null });
  };
  const refresh = async (signal: AbortSignal) => {
    const before = [...digests()].join();
    await Promise.all(clients.map((client) => see(client, signal)));
    if ([...digests()].join() !== before) changed();
    tell();
    return views();
  };
  const setPull = (url: string, pull: HostView['pull']) => {
    seen.set(url, { ...(seen.get(url) ?? unknownHost(url)), pull });
    if (pull) timer ??= setTimeout(tell, tellEvery);
    else tell();
  };

  connect(config.hosts);
  const describer: Describer = {
    get config() {
      return config;
    },
    get who() {
      return who;
    },
    get clients() {
      return clients;
    },
    get hosts() {
      return views();
    },
    digests, refresh,
    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    describer,
    handlers: {
      async 'describer/configure'({ config: given, who: name }) {
        const before = JSON.stringify(config);
        who = name;
        if (JSON.stringify(given) === before) return null;
        config = given;
        connect(config.hosts);
        for (const url of seen.keys()) if (!config.hosts.some((host) => host.url === url)) seen.delete(url);
        changed();
        tell();
        return null;
      },
      async 'hosts/read'({ refresh: anew }, signal) {
        return [...(anew ? await refresh(signal) : views())];
      },
      async 'hosts/start'({ url }, signal) {
        const client = clientOf(url);
        const program = await findOllama();
        if (program === null) throw new StickerLabError('Ollama is not installed on this machine.', url, 'Install it from ollama.com/download.');
        await startOllama(program, client, signal);
        await refresh(signal);
        return views().find((view) => view.url === url)!;
      },
      async 'hosts/pull'({ url, model }, signal) {
        const client = clientOf(url);
        try {
          await client.pull(model, signal, ({ status, completed, total }) => setPull(url, { model, status, completed, total }));
        } finally {
          setPull(url, null);
        }
        await refresh(signal);
        return null;
      },
    },
    dispose() {
      if (timer) clearTimeout(timer);
      for (const client of clients) void client.close().catch(() => undefined);
    },
  };
}

const unknownHost = (url: string): HostView =>
  ({ url, state: 'unknown', message: 'Not asked yet.', remedy: '', version: '', models: [], pull: null });
