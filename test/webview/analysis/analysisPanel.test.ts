import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { showTheme } from '../browser/themes.ts';

describe.skipIf(!chromiumFile)('the analysis panel', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('analysis', 'analysis/evaluatedRun.ts', { width: 1200, height: 1700 });
    await opened.page.getByTestId('confusion-matrix').locator('.heatmaplayer image').waitFor();
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const shownGalleries = () => opened.page.evaluate(() => window.scriptedHost.told.filter(({ method }) => method === 'gallery/show')
    .map(({ params }) => params as { run: string; filter: { selection: { ids: string[]; reason: string } } }));

  test('shows the scores and the notes of the run', async () => {
    expect(await opened.page.getByTestId('accuracy').textContent()).toBe('88.9 %');
    expect(await opened.page.getByTestId('weighted-f1').textContent()).toBe('88.8 %');
    expect(await opened.page.getByText('A seeded text encoder stood in for BERT.').count()).toBe(1);
    expect(await opened.page.getByTestId('class-table').locator('tbody tr').count()).toBe(7);
  });

  test('draws the matrix with a number in every cell', async () => {
    const plot = opened.page.getByTestId('confusion-matrix');
    expect(await plot.locator('.heatmap-label').count()).toBe(49);
    await opened.page.getByTestId('matrix-unit').getByRole('button', { name: 'row %' }).click();
    await plot.locator('.heatmap-label', { hasText: '89.0' }).first().waitFor();
    await opened.page.getByTestId('matrix-unit').getByRole('button', { name: 'counts' }).click();
  });

  test('a click into the picture opens exactly the stickers of that cell', async () => {
    const cells = (await opened.page.getByTestId('confusion-matrix').locator('.bglayer, .plot .heatmaplayer image').last().boundingBox())!;
    // Row 0 (anger), column 2 (fear).
    await opened.page.mouse.click(cells.x + cells.width * (2.5 / 7), cells.y + cells.height * (0.5 / 7));
    await eventually(async () => (await shownGalleries()).length).toBe(1);
    const [{ filter, run }] = await shownGalleries() as [Awaited<ReturnType<typeof shownGalleries>>[number]];
    expect(filter.selection.reason).toBe('anger predicted as fear, run tiny-1, test split');
    expect(run).toBe('/data/stickers/.sticker-lab/runs/tiny-1');
    expect(filter.selection.ids).toEqual(Array.from({ length: 12 }, (_, k) => `pack/${k * 63}.png`));
  });

  test('a cell of the table does the same by keyboard, and an empty cell says so', async () => {
    await opened.page.locator('[data-cell="0,2"]').focus();
    await opened.page.keyboard.press('Enter');
    await eventually(async () => (await shownGalleries()).length).toBe(2);
    const [first, second] = await shownGalleries();
    expect(second).toEqual(first);
    await opened.page.locator('[data-cell="0,1"]').click();
    expect(await opened.page.getByTestId('cell-notice').textContent()).toBe('No sticker: anger predicted as disgust, run tiny-1, test split.');
    expect((await shownGalleries()).length).toBe(2);
  });

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

  test('a split without predictions says so and computes them', async () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      await showTheme(opened.page, theme);
      const axisText = opened.page.getByTestId('confusion-matrix').locator('.xtick text').first();
      const wanted = await opened.page.evaluate(() => getComputedStyle(document.body).color);
      await eventually(() => axisText.evaluate((element) => getComputedStyle(element).fill)).toBe(wanted);
      await saveScreenshot(opened.page, `analysis-${theme}`);
    }
    await opened.page.getByTestId('analysis-split').getByRole('button', { name: 'validation' }).click();
    expect(await opened.page.getByTestId('empty-state').textContent()).toContain('tiny-1 has not predicted the validation split yet.');
    await opened.page.getByTestId('compute-evaluation').click();
    await opened.page.getByTestId('accuracy').waitFor();
    expect(await opened.page.evaluate(() => window.scriptedHost.told.find(({ method }) => method === 'analysis/didChangeSplit')?.params)).toEqual({ run: '/data/stickers/.sticker-lab/runs/tiny-1', split: 'validation' });
  });

  test('a run trained on other emotions is shown with its own names, and says so', async () => {
    const { page } = await browsing.open('analysis', 'analysis/otherEmotions.ts', { width: 1200, height: 1700 });
    await page.locator('[data-cell="1,0"]').waitFor({ state: 'attached' });
    expect(await page.locator('[data-cell="1,0"]').getAttribute('aria-label')).toBe('joy predicted as fear: 1 stickers');
    expect(await page.getByTestId('other-emotions').textContent()).toContain('trained on other emotions (fear, joy)');
    await page.close();
  });

  test('raises no console error and breaks no content security policy', () => {
    expect(opened.faults).toEqual([]);
  });
});
