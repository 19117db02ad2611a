import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { showTheme } from '../browser/themes.ts';
import { paintedColors } from './paintedColors.ts';

describe.skipIf(!chromiumFile)('the map of the features', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('map', 'map/projectedRun.ts', { width: 1100, height: 860 });
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const get = (testId: string) => opened.page.getByTestId(testId);
  const told = (method: string) => opened.page.evaluate((name) => window.scriptedHost.told.filter((each) => each.method === name).map(({ params }) => params), method) as Promise<never[]>;
  const asked = (method: string) => opened.page.evaluate((name) => window.scriptedHost.asked.filter((each) => each.method === name), method) as Promise<{ params: { map: { method: string } }; cancelled: boolean }[]>;
  const choose = (control: string, value: string) => get(control).evaluate((element, chosen) => {
    (element as HTMLSelectElement).value = chosen;
    element.dispatchEvent(new Event('change'));
  }, value);
  const plotBox = async () => (await get('map-plot').locator('.nsewdrag').boundingBox())!;
  /** Pixels painted by the marks over the map. */
  const markedPixels = () => opened.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.map-marks')!;
    return canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data.filter((value, at) => at % 4 === 3 && value > 0).length;
  });

  test('a training that goes on takes no button from under the pointer', async () => {
    await get('compute-map').waitFor();
    const stays = await opened.page.evaluate(async () => {
      const button = document.querySelector('[data-testid="compute-map"]')!;
      let taken = 0;
      const watching = new MutationObserver(() => { taken += Number(!button.isConnected); });
      watching.observe(document.body, { childList: true, subtree: true });
      const reads = () => window.scriptedHost.asked.filter(({ method }) => method === 'map/read').length;
      const before = reads();
      const run = { ...window.shownRun, state: 'training' as const };
      for (let step = 0; step < 5; step++) {
        window.scriptedHost.tell('runs/didChange', { root: '/data/stickers', run });
        await new Promise((resolve) => { setTimeout(resolve, 50); });
      }
      watching.disconnect();
      return { read: reads() > before, taken };
    });
    expect(stays).toEqual({ read: true, taken: 0 });
  });

  test('the PCA is there at once, then the t-SNE moves in place; it can be cancelled', async () => {
    await get('compute-map').click();
    await get('map-plot').locator('canvas').first().waitFor();
    await opened.page.getByText('t-SNE: 100 of 1000, KL 2.900').waitFor();
    await eventually(() => get('map-facts').textContent()).toContain('t-SNE of 700 stickers');
    await get('cancel-map').click();
    await eventually(() => get('map-facts').textContent()).toContain('PCA of 700 stickers');
    expect((await asked('map/compute')).map(({ params, cancelled }) => [params.map.method, cancelled])).toEqual([['pca', false], ['tsne', true]]);
    await opened.page.getByText('The PCA, until the t-SNE is computed.').waitFor();
  });

  test('a zoom outlasts the points\' moves, and the map settles', async () => {
    await get('compute-map').click();
    await opened.page.getByText('t-SNE: 500 of 1000, KL 2.500').waitFor();
    const box = await plotBox();
    const range = () => opened.page.evaluate(() => (document.querySelector('.plot') as unknown as { layout: { xaxis: { range: number[] } } }).layout.xaxis.range);
    await opened.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    const before = await range();
    await opened.page.mouse.wheel(0, -400);
    await eventually(async () => Math.abs((await range())[1]) < Math.abs(before[1])).toBe(true);
    await opened.page.waitForTimeout(400);
    const zoomed = await range();
    // Another run beside it does not end the t-SNE.
    await choose('map-other', '/data/stickers/.sticker-lab/runs/tiny-2');
    await eventually(() => get('feature-map').count()).toBe(2);
    await choose('map-other', '');
    await eventually(() => get('feature-map').count()).toBe(1);
    expect((await asked('map/compute')).at(-1)!.cancelled).toBe(false);
    await opened.page.evaluate(() => { window.settleMap(); });
    await eventually(() => get('map-facts').textContent()).toContain('perplexity 30, iterations 1000, KL 0.873');
    await opened.page.waitForTimeout(300);
    expect((await range()).map((end) => end.toFixed(6))).toEqual(zoomed.map((end) => end.toFixed(6)));
    await get('map-plot').locator('[data-title="Reset axes"]').click();
    await eventually(async () => (await range())[1] > 12).toBe(true);
  });

  test('the map is really drawn by WebGL under the strict policy', async () => {
    await eventually(() => paintedColors(opened.page, plotBox)).toBeGreaterThanOrEqual(6);
    expect(opened.faults).toEqual([]);
  });

  test('the shared selection is marked from the start, and as it changes elsewhere', async () => {
    expect(await get('map-selected').textContent()).toBe('3 stickers selected, 2 of them on this map');
    const two = await markedPixels();
    expect(two).toBeGreaterThan(20);
    await opened.page.evaluate(() => { window.scriptedHost.tell('selection', { root: '/data/stickers', ids: Array.from({ length: 50 }, (_, index) => `pack/${index}.png`) }); });
    await eventually(markedPixels).toBeGreaterThan(two * 5);
    await opened.page.evaluate(() => { window.scriptedHost.tell('selection', { root: '/data/other', ids: [] }); });
    expect(await get('map-selected').textContent()).toBe('50 stickers selected');
    await opened.page.evaluate(() => { window.scriptedHost.sendStateAgain(); });
    await eventually(() => get('map-selected').textContent()).toContain('3 stickers selected');
  });

  test('stickers that are gone are grey and told of', async () => {
    expect(await get('map-remark').textContent()).toBe('2 stickers of the map are no longer in the dataset.');
    expect(await get('map-legend').getByRole('button').allTextContents()).toContain('○ no longer in the dataset 2');
  });

  test('points are coloured by each of the colourings, and groups hidden by keyboard', async () => {
    const legend = async () => (await get('map-legend').getByRole('button').allTextContents()).map((text) => text.replace(/^\S /u, ''));
    const options = await get('map-coloring').locator('vscode-option').evaluateAll((all) => all.map((each) => each.getAttribute('value')!));
    expect(options).toEqual(['label', 'prediction', 'outcome', 'confidence', 'agreement', 'split', 'topic']);
    await choose('map-coloring', 'outcome');
    await eventually(legend).toEqual(['right 620', 'wrong 78', 'no longer in the dataset 2']);
    expect((await told('map/didChange')).at(-1)).toMatchObject({ coloring: 'outcome', hidden: [] });
    await choose('map-coloring', 'confidence');
    await get('map-plot').locator('.colorbar').first().waitFor();
    await choose('map-coloring', 'topic');
    await eventually(async () => (await legend()).length).toBe(10);
    await choose('map-coloring', 'label');
    await eventually(legend).toContain('fear 100');
    const fear = get('map-legend').getByRole('button', { name: 'fear' });
    await fear.focus();
    await opened.page.keyboard.press('Enter');
    expect(await fear.getAttribute('aria-pressed')).toBe('false');
    expect((await told('map/didChange')).at(-1)).toMatchObject({ coloring: 'label', hidden: ['fear'] });
    await get('map-select-shown').click();
    await eventually(() => get('map-selected').textContent()).toBe('600 stickers selected');
    await fear.press('Enter');
    expect(await get('map-plot').locator('[role="img"]').getAttribute('aria-label')).toContain('t-SNE map of 700 stickers by label: anger 100, disgust 100, fear 100');
  });

  test('the search marks what it finds, counts it, and leaves the selection alone', async () => {
    await get('map-clear').click();
    expect(await get('map-selected').textContent()).toBe('Nothing selected');
    await eventually(markedPixels).toBe(0);
    const selections = (await told('selection')).length;
    await get('map-search').locator('input').fill('12');
    const expected = Array.from({ length: 700 }, (_, index) => String(index)).filter((name) => name.includes('12')).length;
    await eventually(() => get('map-found').textContent()).toBe(`${expected} of 700 found`);
    await eventually(markedPixels).toBeGreaterThan(100);
    expect((await told('selection')).length).toBe(selections);
    await get('map-search').locator('input').fill('');
    await eventually(() => get('map-found').textContent()).toBe('');
  });

  test('resting on a point shows its picture with id, label and prediction; a click opens its sticker', async () => {
    const box = await plotBox();
    for (let k = 0; k < 60 && await get('hover-sticker').count() === 0; k++) {
      await opened.page.mouse.move(box.x + box.width * 0.62 + k * 2, box.y + box.height / 2 - 20 + (k % 7) * 4);
      await opened.page.waitForTimeout(60);
    }
    expect(await get('hover-sticker').textContent()).toMatch(/pack\/\d+\.png\s*\w+, predicted as \w+ \(\d+\.\d %\)/);
    await opened.page.locator('.hover-picture').waitFor();
    await saveScreenshot(opened.page, 'map-hover');
    await opened.page.mouse.down();
    await opened.page.mouse.up();
    await eventually(async () => (await told('sticker/show')).length).toBe(1);
    const [{ id, filter }] = await told('sticker/show') as { id: string; filter: object }[];
    expect(await get('hover-sticker').textContent()).toContain(id);
    expect(filter).toEqual({ splits: ['test'] });
    expect((await told('selection')).at(-1)).toEqual({ root: '/data/stickers', ids: [id] });
    await opened.page.mouse.move(box.x + 5, box.y + 5);
    await get('hover-sticker').waitFor({ state: 'detached' });
  });

  test('a lasso selects the stickers inside, which the gallery then opens', async () => {
    const box = await plotBox();
    const around = (turn: number): [number, number] => [box.x + box.width / 2 + 0.45 * box.height * Math.cos(turn), box.y + box.height / 2 + 0.45 * box.height * Math.sin(turn)];
    await opened.page.mouse.move(...around(-1));
    await opened.page.mouse.down();
    for (let step = 0; step <= 16; step++) await opened.page.mouse.move(...around(-1 + step / 8));
    await opened.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await opened.page.mouse.up();
    await eventually(async () => (await told('selection') as { ids: string[] }[]).at(-1)!.ids.length).toBeGreaterThan(20);
    const { ids } = (await told('selection') as { ids: string[] }[]).at(-1)!;
    expect(ids.length).toBeLessThan(400);
    expect(await get('map-selected').textContent()).toBe(`${ids.length} stickers selected`);
    // The lasso itself goes: what is selected may change elsewhere.
    await eventually(() => get('map-plot').locator('.selectionlayer path').count()).toBe(0);
    await get('map-open').click();
    await eventually(() => told('gallery/show')).toEqual([{ root: '/data/stickers', run: '/data/stickers/.sticker-lab/runs/tiny-1', filter: { selection: { ids, reason: 'selected on the map, run tiny-1, test split' } } }]);
  });

  test('nothing on the map sends anything away', async () => {
    const names = await get('map-plot').locator('.modebar-btn').evaluateAll((all) => all.map((each) => each.getAttribute('data-title')));
    expect(names.length).toBe(7);
    expect(names.join()).not.toMatch(/share|cloud|upload|edit/i);
  });

  test('the figure leaves as vectors with all that decides it in its caption', async () => {
    await get('map-svg').click();
    await eventually(async () => (await told('file/save')).length).toBe(1);
    const [{ name, content }] = await told('file/save') as { name: string; content: string }[];
    expect(name).toBe('tiny-1-map-test-fused-tsne.svg');
    expect(content.match(/<path class="point /g)?.length).toBe(700);
    const words = content.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    for (const part of ['Run tiny-1', 'test split', 'all stickers', 'fused, as classified', 'map seed 1', 'perplexity 30', 'iterations 1000', 'KL 0.873', '700 stickers', 'by label']) expect(words).toContain(part);
    await get('map-png').click();
    await eventually(async () => (await told('file/save')).length).toBe(2);
  });

  test('another map is told to the host, and a seed that is none is explained', async () => {
    await get('map-sample').getByText('100 a class').click();
    await get('map-seed').locator('input').fill('x');
    await get('seed-note').waitFor();
    await get('map-seed').locator('input').fill('7');
    await eventually(async () => (await told('map/didChange')).at(-1)).toEqual({
      run: '/data/stickers/.sticker-lab/runs/tiny-1', map: { split: 'test', sample: 'paper', features: 'fused', method: 'tsne', seed: 7 }, other: null, coloring: 'label', hidden: [],
    });
    expect(await get('seed-note').count()).toBe(0);
    await eventually(() => get('empty-state').textContent()).toContain('tiny-1 has no such map yet.');
  });

  test('the map can be seen in every theme', async () => {
    await get('map-sample').getByText('all', { exact: true }).click();
    await get('map-seed').locator('input').fill('1');
    await get('map-plot').waitFor();
    for (const theme of ['light', 'dark', 'highContrast'] as const) {
      await showTheme(opened.page, theme);
      await eventually(() => paintedColors(opened.page, plotBox)).toBeGreaterThanOrEqual(6);
      await saveScreenshot(opened.page, `map-${theme}`);
    }
    expect(opened.faults).toEqual([]);
  });
});
