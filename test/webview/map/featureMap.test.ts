import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';

describe.skipIf(!chromiumFile)('the map of the features', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('analysis', 'map/projectedRun.ts', { width: 1200, height: 1700 });
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const shownGalleries = () => opened.page.evaluate(() => window.scriptedHost.told.filter(({ method }) => method === 'gallery/show')
    .map(({ params }) => params as { run: string; filter: { selection: { ids: string[]; reason: string } } }));

  test('the map is computed on demand, and that can be cancelled', async () => {
    await opened.page.getByTestId('compute-map').click();
    await opened.page.getByTestId('cancel-map').click();
    await opened.page.getByTestId('compute-map').waitFor();
    expect(await opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'map/compute').map(({ cancelled }) => cancelled))).toEqual([true]);
    await opened.page.getByTestId('compute-map').click();
    await opened.page.getByTestId('map-plot').locator('canvas').first().waitFor();
  });

  test('the map is really drawn by WebGL under the strict policy', async () => {
    // The middle of the map alone: the legend below it is no WebGL.
    const { x, y, width, height } = (await opened.page.getByTestId('map-plot').locator('.nsewdrag').boundingBox())!;
    const strongColors = async (): Promise<number> => {
      const picture = await opened.page.screenshot({ clip: { x, y, width, height } });
      const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
      const seen = new Set<string>();
      for (let at = 0; at < data.length; at += info.channels) {
        const [red, green, blue] = [data[at], data[at + 1], data[at + 2]];
        if (Math.max(red, green, blue) - Math.min(red, green, blue) > 60) seen.add(`${red >> 6},${green >> 6},${blue >> 6}`);
      }
      return seen.size;
    };
    await eventually(strongColors).toBeGreaterThanOrEqual(6);
  });

  test('by keyboard, all stickers predicted as an emotion are opened', async () => {
    const before = (await shownGalleries()).length;
    await opened.page.getByTestId('map-emotions').getByText('fear', { exact: true }).focus();
    await opened.page.keyboard.press('Enter');
    await eventually(async () => (await shownGalleries()).length).toBe(before + 1);
    const { selection } = (await shownGalleries()).at(-1)!.filter;
    expect(selection.reason).toBe('all predicted as fear, run tiny-1, test split');
    // 89 rightly, and 12 of anger.
    expect(selection.ids.length).toBe(101);
  });

  test('nothing on the map sends anything away', async () => {
    const names = await opened.page.getByTestId('map-plot').locator('.modebar-btn').evaluateAll((all) => all.map((each) => each.getAttribute('data-title')));
    expect(names.length).toBe(7);
    expect(names.join()).not.toMatch(/share|cloud|upload|edit/i);
  });

  test('resting on a point shows its picture, a click opens its sticker', async () => {
    const box = (await opened.page.getByTestId('map-plot').locator('.nsewdrag').boundingBox())!;
    const names = opened.page.getByTestId('map-plot').locator('.hoverlayer text');
    // Over one of the clusters, from point to point until one is met.
    for (let k = 0; k < 40 && await names.count() === 0; k++) {
      await opened.page.mouse.move(box.x + box.width / 2 + 130 + k * 3, box.y + box.height / 2 - 8 + (k % 5) * 4);
      await opened.page.waitForTimeout(80);
    }
    expect(await names.first().textContent()).toContain('pack/');
    await opened.page.locator('.hover-picture').waitFor();
    await opened.page.mouse.down();
    await opened.page.mouse.up();
    await eventually(() => opened.page.evaluate(() => window.scriptedHost.told.filter(({ method }) => method === 'sticker/show').length)).toBe(1);
    await opened.page.mouse.move(box.x + 5, box.y + 5);
    await opened.page.locator('.hover-picture').waitFor({ state: 'detached' });
  });

  test('a lasso opens the gallery on the stickers inside', async () => {
    const box = (await opened.page.getByTestId('map-plot').locator('.nsewdrag').boundingBox())!;
    const before = (await shownGalleries()).length;
    const around = (turn: number): [number, number] => [box.x + box.width / 2 + 260 * Math.cos(turn), box.y + box.height / 2 + 235 * Math.sin(turn)];
    await opened.page.mouse.move(...around(-1));
    await opened.page.mouse.down();
    for (let step = 0; step <= 16; step++) await opened.page.mouse.move(...around(-1 + step / 8));
    await opened.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await opened.page.mouse.up();
    await eventually(async () => (await shownGalleries()).length).toBe(before + 1);
    const { selection } = (await shownGalleries()).at(-1)!.filter;
    expect(selection.reason).toContain('lasso on the t-SNE map');
    expect(selection.ids.length).toBeGreaterThan(20);
    expect(selection.ids.length).toBeLessThan(400);
  });
});
