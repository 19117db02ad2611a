import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { test as base } from '@playwright/test';
import { startHost, type Host } from './host.ts';
import { Workbench } from './workbench.ts';

export { expect } from '@playwright/test';

const root = path.join(import.meta.dirname, '../..');

export interface WorkerFixtures {
  /** Stickers in the sample dataset. */
  readonly stickers: number;
  readonly sample: string;
  readonly host: Host;
}

export interface TestFixtures {
  readonly theme: 'light' | 'dark' | 'highContrast';
  /** User settings, in place before the window opens: an open one notices a change only after a while. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** A fresh copy of the sample dataset, with nothing of ours beside it yet. */
  readonly dataset: string;
  /** A window on that dataset. */
  readonly workbench: Workbench;
}

const THEMES = { light: 'Light 2026', dark: 'Dark 2026', highContrast: 'Default High Contrast' };

/** Playwright's `test` with VS Code, the packaged extension and a dataset. `test.use({ theme: 'dark' })` changes what it says. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  stickers: [210, { option: true, scope: 'worker' }],
  theme: ['light', { option: true }],
  settings: [{}, { option: true }],

  sample: [
    async ({ stickers }, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'sticker-lab-sample-'));
      const made = path.join(folder, 'sample');
      await promisify(execFile)(process.execPath, [path.join(root, 'dist/cli.js'), 'sample', made, '--count', String(stickers), '--seed', '1']);
      await use(made);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  host: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
    async ({}, use) => {
      const vsix = process.env.STICKER_LAB_VSIX;
      if (!vsix) throw new Error('STICKER_LAB_VSIX is not set: run the specs with `npm run e2e`, which builds the package.');
      const host = await startHost(vsix);
      await use(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  dataset: async ({ sample }, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'sticker-lab-'));
    const copy = path.join(folder, 'sample');
    await cp(sample, copy, { recursive: true });
    await use(copy);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  },

  workbench: async ({ page, host, dataset, theme, settings }, use) => {
    host.configure({ 'workbench.colorTheme': THEMES[theme], ...settings });
    const workbench = new Workbench(page);
    await workbench.open(`${host.address}/?folder=${encodeURIComponent(dataset)}`);
    await use(workbench);
    // The next spec's window has the same host.
    host.configure(Object.fromEntries(Object.keys(settings).map((id) => [id, undefined])));
  },
});
