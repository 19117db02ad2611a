import { rm } from 'node:fs/promises';
import path from 'node:path';
import { startOllamaServer, type OllamaServer } from '../support/ollamaServer.ts';
import { test } from './fixture.ts';

interface TwoHosts {
  /** Milliseconds that an answer takes on each. */
  readonly delays: readonly [number, number];
  readonly hosts: readonly [OllamaServer, OllamaServer];
}

/** The fixture's window on a dataset without descriptions, and two hosts in its settings. */
export const describing = test.extend<TwoHosts>({
  delays: [[30, 30], { option: true }],
  hosts: async ({ delays }, use) => {
    const hosts = [await startOllamaServer({ delay: delays[0] }), await startOllamaServer({ delay: delays[1] })] as const;
    await use(hosts);
    await Promise.all(hosts.map((host) => host.stop()));
  },
  settings: async ({ hosts }, use) => { await use({ 'stickerLab.ollama.hosts': hosts.map(({ url }) => ({ url })) }); },
  dataset: async ({ dataset }, use) => {
    await rm(path.join(dataset, 'descriptions.jsonl'));
    await use(dataset);
  },
});
