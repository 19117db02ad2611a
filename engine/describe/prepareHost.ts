import { HostFailure, type HostClient } from './hostClient.ts';
import { fullModelName } from './modelReplies.ts';

/**
 * Makes sure that the host has the model and that it takes pictures; -> its digest. The first question loads it.
 * @throws HostFailure where not
 */
export async function prepareHost(client: HostClient, model: string, signal: AbortSignal): Promise<string> {
  const found = (await client.models(signal)).find(({ name }) => fullModelName(name) === fullModelName(model));
  if (!found) throw new HostFailure('model', `The host has no model ${model}.`, client.url, 'Pull it in the view Ollama, or choose another one.');
  if (!found.capabilities.includes('vision')) {
    throw new HostFailure('model', `The model ${model} takes no pictures.`, client.url, 'Choose a model whose capabilities include vision.');
  }
  return found.digest;
}

/** A model may be pulled anew during a batch: after so many milliseconds the digest is asked for again. */
const trusted = 10 * 60_000;

/** Prepares each host once in a while, and again after it failed. */
export function createPreparedHosts(model: string, signal: AbortSignal) {
  const prepared = new Map<HostClient, { readonly at: number; readonly digest: Promise<string> }>();
  return {
    digestOf(client: HostClient): Promise<string> {
      const known = prepared.get(client);
      if (known && Date.now() - known.at < trusted) return known.digest;
      const digest = prepareHost(client, model, signal);
      prepared.set(client, { at: Date.now(), digest });
      digest.catch(() => prepared.delete(client));
      return digest;
    },
    forget: (client: HostClient) => prepared.delete(client),
  };
}
