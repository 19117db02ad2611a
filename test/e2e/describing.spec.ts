import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../../.ci/codeServer.mjs';
import { startOllamaServer, type OllamaServer } from '../support/ollamaServer.ts';
import { embeddingModel, textModel, visionModel } from '../support/ollamaModels.ts';
import { expect, test as base } from './fixture.ts';
import type { Workbench } from './workbench.ts';

interface Servers {
  /** The host that works: it has a model that takes pictures, and two that take none. */
  readonly good: OllamaServer;
  /** Lacks the chosen model, which it can download. */
  readonly bare: OllamaServer;
  /** Answers, but is no Ollama. */
  readonly foreign: OllamaServer;
  /** Of an earlier time. */
  readonly old: OllamaServer;
  /** Nothing listens there. */
  readonly nobody: string;
}

const addressOf = (server: OllamaServer | string) => (typeof server === 'string' ? server : server.url);

/** Hosts in several states, named in the settings before the window opens. */
const test = base.extend<{ servers: Servers; named: readonly (keyof Servers)[] }>({
  named: [['good'], { option: true }],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  servers: async ({}, use) => {
    const good = await startOllamaServer({ models: [visionModel, textModel, embeddingModel] });
    const bare = await startOllamaServer({ models: [textModel], registry: [visionModel] });
    const foreign = await startOllamaServer();
    foreign.fault = { kind: 'html', at: '*' };
    const old = await startOllamaServer({ version: '0.1.20' });
    await use({ good, bare, foreign, old, nobody: `http://127.0.0.1:${await freePort()}` });
    await Promise.all([good, bare, foreign, old].map((server) => server.stop()));
  },
  // The workspace's settings: VS Code's server takes a machine's own ones from nowhere else but its machine settings.
  dataset: async ({ dataset, servers, named }, use) => {
    await mkdir(path.join(dataset, '.vscode'));
    const settings = { 'stickerLab.ollama.hosts': named.map((name) => ({ url: addressOf(servers[name]) })) };
    await writeFile(path.join(dataset, '.vscode/settings.json'), JSON.stringify(settings));
    await use(dataset);
  },
});

const address = (url: string) => url.replace('http://', '');
const host = (workbench: Workbench, url: string) => workbench.page.locator('.monaco-list-row', { hasText: address(url) });
const toast = (workbench: Workbench, text: string | RegExp) => workbench.notifications.filter({ hasText: text });

test.describe('hosts', () => {
  test.use({ named: ['good', 'bare', 'foreign', 'old', 'nobody'] });

  test('the tree shows what each host is up to, its models, and the one thing that helps', async ({ workbench, servers }) => {
    await workbench.view('Sticker Lab');
    await expect(host(workbench, servers.good.url)).toContainText('ready');
    await expect(host(workbench, servers.bare.url)).toContainText('lacks the model');
    await expect(host(workbench, servers.foreign.url)).toContainText('no Ollama answers');
    await expect(host(workbench, servers.old.url)).toContainText('too old');
    await expect(host(workbench, servers.nobody)).toContainText(/no Ollama installed|stopped/);
    await workbench.screenshot('hosts-light');
    await host(workbench, servers.bare.url).hover();
    await workbench.screenshot('hosts-hover');
    await workbench.run('Sticker Lab: Choose Model...');
    await expect(workbench.quickInput.locator('.monaco-list-row', { hasText: 'mistral:latest' })).toContainText('cannot be chosen');
    await workbench.screenshot('choose-model');
    await workbench.page.keyboard.press('Escape');

    servers.bare.pull.stepDelay = 400;
    servers.bare.pull.steps = 40;
    await host(workbench, servers.bare.url).hover();
    await host(workbench, servers.bare.url).getByRole('button', { name: 'Pull Model...' }).click();
    const progress = toast(workbench, /[\d.]+ of 4\.\d GB/);
    await expect(progress).toBeVisible();
    await workbench.screenshot('pull-progress');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await expect(workbench.notifications).toHaveCount(0);
    await expect(host(workbench, servers.bare.url)).toContainText('lacks the model');
    servers.bare.pull.stepDelay = 0;
    await host(workbench, servers.bare.url).hover();
    await host(workbench, servers.bare.url).getByRole('button', { name: 'Pull Model...' }).click();
    await expect(toast(workbench, 'is on')).toBeVisible();
    await expect(host(workbench, servers.bare.url)).toContainText('ready');
    await workbench.screenshot('pull-done');
  });
});
