import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** A browser for component tests: the one named by `STICKER_LAB_CHROMIUM`, Debian's, Chrome's or Playwright's own; null where there is none. */
export function findChromium(): string | null {
  const candidates = [
    process.env['STICKER_LAB_CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', chromium.executablePath(),
  ];
  return candidates.find((file) => file !== undefined && existsSync(file)) ?? null;
}
