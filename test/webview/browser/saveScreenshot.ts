import path from 'node:path';
import type { Page } from 'playwright-core';

/** Keeps a picture of the page for people to look at, where `STICKER_LAB_SCREENSHOTS` names a folder. */
export async function saveScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['STICKER_LAB_SCREENSHOTS'];
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) });
}
