import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import { startHost, type Host } from './host.ts';
import { packaged, runPackaged } from './packaged.ts';
import { themeSetting, type Theme } from './themes.ts';
import { Workbench } from './workbench.ts';

export { expect } from '@playwright/test';

export interface WorkerFixtures {
  /** Stickers in the sample dataset. */
  readonly stickers: number;
  readonly sample: string;
  readonly host: Host;
}

export interface TestFixtures {
  readonly theme: Theme;
  /** User settings, in place before the window opens: an open one notices a change only after a while. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** A fresh copy of the sample dataset, with nothing of ours beside it yet. */
  readonly dataset: string;
  /** A window on that dataset. */
  readonly workbench: Workbench;
}

/** A dataset's copy, while it is used. */
export async function copyOf(dataset: string, use: (copy: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sticker-lab-'));
  const copy = path.join(folder, 'sample');
  await cp(dataset, copy, { recursive: true });
  await use(copy);
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}

/** Playwright's `test` with VS Code, the packaged extension and a dataset. `test.use({ theme: 'dark' })` changes what it says. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  stickers: [210, { option: true, scope: 'worker' }],
  theme: ['light', { option: true }],
  settings: [{}, { option: true }],

  sample: [
    async ({ stickers }, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'sticker-lab-sample-'));
      const made = path.join(folder, 'sample');
      await runPackaged('sample', made, '--count', String(stickers), '--seed', '1');
      await use(made);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  host: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const host = await startHost(packaged('STICKER_LAB_VSIX'));
      await use(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  dataset: async ({ sample }, use) => copyOf(sample, use),

  workbench: async ({ page, host, dataset, theme, settings }, use) => {
    host.configure({ ...themeSetting(theme), ...settings });
    const workbench = new Workbench(page);
    await workbench.open(`${host.address}/?folder=${encodeURIComponent(dataset)}`);
    await use(workbench);
    // The next spec's window has the same host.
    host.configure(Object.fromEntries(Object.keys(settings).map((id) => [id, undefined])));
  },
});
