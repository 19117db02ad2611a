import type { Page } from 'playwright-core';
import sharp from 'sharp';

interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** How many strong colours a part of the page shows: of a map that WebGL failed to paint, none. */
export async function paintedColors(page: Page, box: () => Promise<Box>): Promise<number> {
  const picture = await page.screenshot({ clip: await box() });
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
  const seen = new Set<string>();
  for (let at = 0; at < data.length; at += info.channels) {
    const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) seen.add(`${red >> 6},${green >> 6},${blue >> 6}`);
  }
  return seen.size;
}
