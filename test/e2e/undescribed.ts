import { mkdir, rm, writeFile } from 'node:fs/promises';
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
  dataset: async ({ dataset, hosts }, use) => {
    await rm(path.join(dataset, 'descriptions.jsonl'));
    // A VS Code server takes a machine's settings from the workspace, not from the user.
    await mkdir(path.join(dataset, '.vscode'));
    await writeFile(path.join(dataset, '.vscode/settings.json'), JSON.stringify({ 'stickerLab.ollama.hosts': hosts.map(({ url }) => ({ url })) }));
    await use(dataset);
  },
});
