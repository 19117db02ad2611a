import type { HostConfig } from '../../../engine/describe/describerConfig.ts';
import type { ChatRequest, HostClient, HostFailure } from '../../../engine/describe/hostClient.ts';
import { createHostClient, type HostLimits } from '../../../engine/describe/ollamaClient.ts';
import { visionModel } from '../../support/ollamaModels.ts';
import { startOllamaServer, type OllamaServer, type OllamaServerOptions } from '../../support/ollamaServer.ts';

export const never = new AbortController().signal;
/** Enough of a PNG for a server that does not decode it. */
export const picture = new Uint8Array(Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from('a picture')]));

export const question = (more: Partial<ChatRequest> = {}): ChatRequest => ({
  model: visionModel.name, messages: [{ role: 'user', content: 'What is the overall visual style of the sticker?', images: [picture] }], options: { num_ctx: 8192, seed: 3 }, ...more,
});

/** Servers and clients of one test file; `close` ends them all. */
export function openedHosts() {
  const open: { close(): Promise<void> }[] = [];
  const client = (config: HostConfig, limits: Partial<HostLimits> = {}): HostClient => {
    const made = createHostClient(config, { answerLimit: 20, loadLimit: 20, ...limits });
    open.push(made);
    return made;
  };
  return {
    client,
    async host(options: OllamaServerOptions = {}, limits: Partial<HostLimits> = {}): Promise<{ server: OllamaServer; client: HostClient }> {
      const server = await startOllamaServer(options);
      open.push({ close: () => server.stop() });
      return { server, client: client({ url: server.url, headers: {} }, limits) };
    },
    async close() {
      for (const one of open.splice(0).toReversed()) await one.close();
    },
  };
}

export const failureOf = (work: Promise<unknown>): Promise<HostFailure> => work.then(() => {
  throw new Error('It did not fail.');
}, (error: HostFailure) => error);
