import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { paintedColors } from './paintedColors.ts';

describe.skipIf(!chromiumFile)('the maps of two runs side by side', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('map', 'map/comparedMaps.ts', { width: 1400, height: 820 });
    for (const place of [0, 1]) await maps().nth(place).locator('.nsewdrag').waitFor();
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const maps = () => opened.page.getByTestId('map-plot');
  const ranges = () => opened.page.evaluate(() => [...document.querySelectorAll('.plot')].map((plot) => {
    const { xaxis, yaxis } = (plot as unknown as { layout: Record<string, { range: number[] }> }).layout;
    return [...xaxis.range, ...yaxis.range].map((end) => end.toFixed(3)).join(' ');
  }));
  const marks = () => opened.page.evaluate(() => [...document.querySelectorAll<HTMLCanvasElement>('.map-marks')].map((canvas) =>
    canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data.filter((value, at) => at % 4 === 3 && value > 0).length));

  test('the other map is asked for turned onto this one, and both show the same part of the plane', async () => {
    const reads = await opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'map/read').map(({ params }) => {
      const { run, alignTo } = params as { run: string; alignTo: string | null };
      return `${run.split('/').at(-1)} ${alignTo?.split('/').at(-1) ?? 'as it is'}`;
    }));
    expect(new Set(reads)).toEqual(new Set(['tiny-1 as it is', 'tiny-2 tiny-1']));
    for (const place of [0, 1]) await eventually(() => paintedColors(opened.page, async () => (await maps().nth(place).locator('.nsewdrag').boundingBox())!)).toBeGreaterThanOrEqual(6);
    await eventually(async () => new Set(await ranges()).size).toBe(1);
  });

  test('zooming one zooms the other, back too', async () => {
    const [whole] = await ranges();
    const box = (await maps().nth(1).locator('.nsewdrag').boundingBox())!;
    await opened.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await opened.page.mouse.wheel(0, -300);
    await eventually(async () => (await ranges())[0] !== whole && new Set(await ranges()).size === 1).toBe(true);
    await maps().nth(0).locator('[data-title="Reset axes"]').click();
    await eventually(ranges).toEqual([whole, whole]);
  });

  test('the sticker under the pointer is marked in the other map too', async () => {
    const box = (await maps().nth(0).locator('.nsewdrag').boundingBox())!;
    for (let k = 0; k < 60 && await opened.page.getByTestId('hover-sticker').count() === 0; k++) {
      await opened.page.mouse.move(box.x + box.width * 0.68 + k * 2, box.y + box.height / 2 - 20 + (k % 7) * 4);
      await opened.page.waitForTimeout(60);
    }
    await eventually(async () => (await marks()).filter((painted) => painted > 20).length).toBe(2);
    await saveScreenshot(opened.page, 'maps-beside');
    await opened.page.mouse.move(box.x + 3, box.y + 3);
    await eventually(marks).toEqual([0, 0]);
  });

  test('both are coloured by the difference, told from the first run\'s side', async () => {
    await opened.page.getByTestId('map-coloring').evaluate((element) => {
      (element as HTMLSelectElement).value = 'difference';
      element.dispatchEvent(new Event('change'));
    });
    const legend = (place: number) => opened.page.getByTestId('map-legend').nth(place).locator('.legend-name').allTextContents();
    await eventually(() => legend(0)).toEqual(['both right', 'fixed: only tiny-1 right', 'broken: only tiny-2 right', 'both wrong', 'not predicted by both']);
    expect(await legend(1)).toEqual(await legend(0));
    expect(await opened.page.getByTestId('map-legend').nth(1).innerText()).toBe(await opened.page.getByTestId('map-legend').nth(0).innerText());
    await saveScreenshot(opened.page, 'maps-difference');
  });

  test('where the other run has no such map a button computes it', async () => {
    await opened.page.getByTestId('map-method').getByText('PCA').click();
    await eventually(() => opened.page.getByTestId('empty-state').textContent()).toContain('tiny-2 has no such map yet.');
    await opened.page.getByTestId('compute-map').click();
    await maps().nth(1).waitFor();
    const computed = await opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'map/compute').map(({ params }) => (params as { run: string }).run.split('/').at(-1)));
    expect(computed).toEqual(['tiny-2']);
    // As it was computed it is not turned yet: it is read once more, aligned.
    await eventually(async () => new Set(await ranges()).size).toBe(1);
  });

  test('without another run there is one map, and no difference to colour by', async () => {
    await opened.page.getByTestId('map-other').evaluate((element) => {
      (element as HTMLSelectElement).value = '';
      element.dispatchEvent(new Event('change'));
    });
    await eventually(() => maps().count()).toBe(1);
    expect(await opened.page.getByTestId('map-coloring').locator('vscode-option[value="difference"]').count()).toBe(0);
    expect(await opened.page.evaluate(() => (window.scriptedHost.told.findLast(({ method }) => method === 'map/didChange')!.params as { other: string | null }).other)).toBe(null);
    expect(opened.faults).toEqual([]);
  });
});
