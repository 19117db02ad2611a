import { HostFailure, type HostClient, type ModelFacts } from './hostClient.ts';

/** `llava` means `llava:latest`, as Ollama reads it. */
export const modelNamed = (models: readonly ModelFacts[], name: string) => {
  const full = name.includes(':') ? name : `${name}:latest`;
  return models.find((model) => model.name === full);
};

/**
 * Makes sure that the host has the model, that it takes pictures, and that it is loaded; -> its digest.
 * @throws HostFailure where not
 */
export async function prepareHost(client: HostClient, model: string, signal: AbortSignal): Promise<string> {
  const found = modelNamed(await client.models(signal), model);
  if (!found) throw new HostFailure('model', `The host has no model ${model}.`, client.url, 'Pull it in the view Ollama, or choose another one.');
  if (!found.capabilities.includes('vision')) {
    throw new HostFailure('model', `The model ${model} takes no pictures.`, client.url, 'Choose a model whose capabilities include vision.');
  }
  if (!found.loaded) await client.load(model, signal);
  return found.digest;
}

/** Prepares each host once, and again after it failed. */
export function createPreparedHosts(model: string, signal: AbortSignal) {
  const prepared = new Map<HostClient, Promise<string>>();
  return {
    digestOf(client: HostClient): Promise<string> {
      const known = prepared.get(client);
      if (known) return known;
      const promise = prepareHost(client, model, signal);
      prepared.set(client, promise);
      promise.catch(() => prepared.delete(client));
      return promise;
    },
    forget: (client: HostClient) => prepared.delete(client),
  };
}
