import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  projects: [
    { name: 'specs', testMatch: '*.spec.ts', testIgnore: 'screenshots.spec.ts' },
    { name: 'screenshots', testMatch: 'screenshots.spec.ts' },
  ],
  outputDir: '../../test-results/specs',
  // A window waits more than it works: two cores carry two, each with a VS Code of its own.
  workers: 2,
  fullyParallel: true,
  // On a busy machine a window may lose the focus under a spec. One that passes only when tried again is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    // A click that waits for what never comes says so itself, before the whole test's time is up.
    actionTimeout: 30_000,
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    // A trace, which films the window, costs as much as the window itself: `npm run e2e -- --trace on NAME` where a spec fails.
    trace: 'off',
    launchOptions: {
      ...(process.env.STICKER_LAB_CHROMIUM ? { executablePath: process.env.STICKER_LAB_CHROMIUM } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
