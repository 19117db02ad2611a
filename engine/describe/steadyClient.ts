import { HostFailure, type HostClient } from './hostClient.ts';

/**
 * The client of a host that stays the same while the settings change: a batch holds it for hours. Each request goes to the client in force
 * at its start, so that a new header or limit counts at once, and what is under way ends as it began.
 */
export function steadyClient(url: string, inForce: () => HostClient | undefined): HostClient {
  const client = () => {
    const found = inForce();
    if (found) return found;
    throw new HostFailure('model', `${url} is no longer among the Ollama hosts.`, url, 'Put it back into the setting stickerLab.ollama.hosts, or stop what needs it.');
  };
  return {
    url,
    get occupied() {
      return inForce()?.occupied ?? null;
    },
    version: async (...given) => client().version(...given),
    models: async (...given) => client().models(...given),
    load: async (...given) => client().load(...given),
    chat: async (...given) => client().chat(...given),
    pull: async (...given) => client().pull(...given),
    close: async () => inForce()?.close(),
  };
}
