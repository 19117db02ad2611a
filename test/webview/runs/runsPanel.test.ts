import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { showTheme } from '../browser/themes.ts';

const runs = '/data/stickers/.sticker-lab/runs';

describe.skipIf(!chromiumFile)('the runs panel', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('runs', 'runs/comparedRuns.ts', { width: 1250, height: 1500 });
    await opened.page.getByTestId('runs-table').waitFor();
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const told = <T>(method: string) => opened.page.evaluate((wanted) => window.scriptedHost.told.filter((each) => each.method === wanted).map(({ params }) => params), method) as Promise<T[]>;
  const names = () => opened.page.locator('.runs-table tbody tr').evaluateAll((all) => all.map((each) => each.getAttribute('data-run')));
  const check = (name: string) => opened.page.locator(`tr[data-run="${name}"] vscode-checkbox`).click();
  const lastGallery = async () => (await told<{ run: string; filter: { selection: { ids: string[]; reason: string } } }>('gallery/show')).at(-1)!;

  test('lists the runs, newest first, with the settings that differ and the trouble of those that cannot be read', async () => {
    expect(await names()).toEqual(['cut', 'fresh', 'fast', 'slow', 'all-text', 'tiny-2', 'tiny-1']);
    expect(await opened.page.locator('.runs-table thead th.setting').allTextContents()).toEqual(['learningRate', 'text.views', 'seed']);
    expect(await opened.page.locator('tr[data-run="cut"] .trouble').textContent()).toBe('config.json is cut off or damaged.');
    expect(await opened.page.locator('tr[data-run="tiny-1"]').textContent()).toContain('88.9 %');
  });

  test('is sorted by each metric and by time, runs without scores last', async () => {
    const sort = (by: string) => opened.page.locator(`[data-sort="${by}"]`).click();
    await sort('accuracy');
    expect(await names()).toEqual(['tiny-2', 'all-text', 'tiny-1', 'slow', 'fast', 'fresh', 'cut']);
    expect(await opened.page.locator('th[aria-sort="descending"]').textContent()).toContain('accuracy, test');
    await sort('accuracy');
    expect(await names()).toEqual(['fast', 'slow', 'tiny-1', 'all-text', 'tiny-2', 'fresh', 'cut']);
    await sort('created');
    await sort('created');
    expect((await names()).at(0)).toBe('tiny-1');
  });

  test('the parallel coordinates are really drawn under the strict policy', async () => {
    const plot = opened.page.getByTestId('parallel-plot');
    expect(await plot.locator('.axis-title').allTextContents()).toEqual(['learningRate', 'text.views', 'seed', 'accuracy %', 'weighted F1 %', 'macro F1 %']);
    await plot.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await plot.boundingBox())!;
    // Between two axes there is nothing but lines.
    const drawn = async () => {
      const picture = await opened.page.screenshot({ clip: { x: x + width * 0.11, y: y + height * 0.35, width: width * 0.1, height: height * 0.5 } });
      const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true });
      let marked = 0;
      for (let at = 0; at < data.length; at += info.channels) if (data[at] > 50) marked++;
      return marked / (info.width * info.height);
    };
    await eventually(drawn).toBeGreaterThan(0.005);
  });

  test('what is dragged along an axis stays when stickers are selected elsewhere', async () => {
    const plot = opened.page.getByTestId('parallel-plot');
    await plot.scrollIntoViewIfNeeded();
    const kept = () => plot.locator('.plot').evaluate((element) => (element as unknown as { _fullData: { dimensions: { constraintrange?: number[] }[] }[] })._fullData[0].dimensions[3].constraintrange ?? null);
    const axis = (await plot.locator('.axis-brush').nth(3).boundingBox())!;
    const [x, at] = [axis.x + axis.width / 2, (share: number) => axis.y + axis.height * share];
    await opened.page.mouse.move(x, at(0.1));
    await opened.page.mouse.down();
    await opened.page.mouse.move(x, at(0.25), { steps: 4 });
    await opened.page.mouse.move(x, at(0.4), { steps: 4 });
    await opened.page.mouse.up();
    await eventually(kept).not.toBeNull();
    const range = await kept();
    await opened.page.evaluate(() => { window.scriptedHost.tell('selection', { root: '/data/stickers', ids: ['pack/5.png'] }); });
    await opened.page.waitForTimeout(500);
    expect(await kept()).toEqual(range);
    await opened.page.mouse.click(x, at(0.8));
    await eventually(kept).toBeNull();
    await opened.page.evaluate(() => { window.scriptedHost.tell('selection', { root: '/data/stickers', ids: ['pack/0.png', 'pack/2.png'] }); });
  });

  test('two runs are chosen by keyboard, and the host is told', async () => {
    await opened.page.locator('tr[data-run="tiny-1"] vscode-checkbox').focus();
    await opened.page.keyboard.press('Space');
    await eventually(async () => (await told('runs/didCompare')).at(-1)).toEqual({ root: '/data/stickers', first: `${runs}/tiny-1`, second: null, split: 'test' });
    expect(await opened.page.getByTestId('empty-state').textContent()).toContain('Choose a second run');
    await opened.page.keyboard.press('ArrowDown');
    await opened.page.keyboard.press('Space');
    await eventually(async () => (await told('runs/didCompare')).at(-1)).toEqual({ root: '/data/stickers', first: `${runs}/tiny-1`, second: `${runs}/tiny-2`, split: 'test' });
    await opened.page.getByTestId('compared-scores').waitFor();
  });

  test('the ledger says what changed and what flipped, and each number opens its stickers', async () => {
    const ledger = opened.page.getByTestId('ledger');
    await eventually(() => ledger.textContent().then((text) => text?.replaceAll(/\s+/g, ' ').trim()))
      .toBe('3 labels and 42 descriptions changed between tiny-1 and tiny-2; 58 predictions flipped, 4 of them on edited stickers.');
    await ledger.getByText('3 labels').click();
    await eventually(lastGallery).toMatchObject({ run: `${runs}/tiny-2`, filter: { selection: { ids: ['pack/0.png', 'pack/1.png', 'pack/2.png'], reason: '3 labels changed between tiny-1 and tiny-2' } } });
    expect((await told<{ ids: string[] }>('selection')).at(-1)!.ids).toEqual(['pack/0.png', 'pack/1.png', 'pack/2.png']);
    await ledger.getByText('4 of them').click();
    await eventually(async () => (await lastGallery()).filter.selection.ids).toEqual(['pack/0.png', 'pack/1.png', 'pack/9.png', 'pack/18.png']);
    expect((await opened.page.getByTestId('since').textContent())!.replaceAll(/\s+/g, ' ').trim()).toBe('1 label and 2 descriptions changed since tiny-2.');
  });

  test('McNemar\'s test is said in words', async () => {
    expect(await opened.page.getByTestId('mcnemar').textContent()).toMatch(/^tiny-1 alone is right on 12 and tiny-2 alone on 43: a difference that chance alone rarely makes \(McNemar's test, chi-squared 16\.36, p < 0\.0001\)\.$/);
  });

  test('flips open by direction', async () => {
    await opened.page.getByTestId('flips-broken').click();
    await eventually(async () => (await lastGallery()).filter.selection).toMatchObject({ reason: 'became wrong between tiny-1 and tiny-2', ids: [51, 101, 151, 201, 251, 301, 401, 451, 501, 551, 601, 651].map((index) => `pack/${index}.png`) });
    expect(await opened.page.getByTestId('flips-fixed').textContent()).toContain('43 became right');
    expect(await opened.page.getByTestId('marked').textContent()).toBe('Of 12 selected, 12 flipped.');
  });

  test('a cell of the difference opens the stickers that came or left, by mouse and by keyboard', async () => {
    const plot = opened.page.getByTestId('difference-matrix');
    await plot.locator('.heatmaplayer image').waitFor({ state: 'attached' });
    expect(await plot.locator('.heatmap-label').count()).toBe(49);
    await plot.scrollIntoViewIfNeeded();
    const cells = (await plot.locator('.heatmaplayer image').boundingBox())!;
    // Row 0 (anger), column 2 (fear).
    await opened.page.mouse.click(cells.x + cells.width * (2.5 / 7), cells.y + cells.height * (0.5 / 7));
    await eventually(async () => (await lastGallery()).filter.selection.reason).toBe('came to or left "anger predicted as fear" between tiny-1 and tiny-2');
    const byMouse = await lastGallery();
    expect(byMouse.filter.selection.ids).toEqual([63, 126, 189, 252, 315, 378].map((index) => `pack/${index}.png`));
    const before = (await told('gallery/show')).length;
    await opened.page.locator('[data-cell="0,2"]').focus();
    await opened.page.keyboard.press('Enter');
    await eventually(async () => (await told('gallery/show')).length).toBe(before + 1);
    expect(await lastGallery()).toEqual(byMouse);
    await opened.page.locator('[data-cell="3,0"]').click();
    expect(await opened.page.getByTestId('cell-notice').textContent()).toBe('No sticker came to or left "happiness predicted as anger" between tiny-1 and tiny-2.');
  });

  test('shows the different settings, and in every theme the text of the plots in its colour', async () => {
    expect(await opened.page.getByTestId('setting-differences').locator('tbody tr').allTextContents()).toEqual([expect.stringMatching(/learningRate\s*0.001\s*0.0005/), expect.stringMatching(/seed\s*1\s*2/)]);
    await opened.page.setViewportSize({ width: 1250, height: 2300 });
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      await showTheme(opened.page, theme);
      const wanted = await opened.page.evaluate(() => getComputedStyle(document.body).color);
      await eventually(() => opened.page.getByTestId('parallel-plot').locator('.axis-title').first().evaluate((element) => getComputedStyle(element).fill)).toBe(wanted);
      await eventually(() => opened.page.getByTestId('difference-matrix').locator('.xtick text').first().evaluate((element) => getComputedStyle(element).fill)).toBe(wanted);
      await opened.page.waitForTimeout(300);
      await saveScreenshot(opened.page, `runs-${theme}`);
    }
  });

  test('swapped, everything is the other way round', async () => {
    await opened.page.getByTestId('swap').click();
    await eventually(() => opened.page.getByTestId('flips-fixed').textContent()).toContain('12 became right');
    expect((await told('runs/didCompare')).at(-1)).toMatchObject({ first: `${runs}/tiny-2`, second: `${runs}/tiny-1` });
  });

  test('of three chosen runs the last two are compared, and each is told once', async () => {
    const before = (await told('runs/didCompare')).length;
    await check('all-text');
    await eventually(async () => (await told('runs/didCompare')).slice(before)).toMatchObject([{ first: `${runs}/tiny-1`, second: `${runs}/all-text` }]);
    await check('all-text');
    await check('tiny-2');
    await eventually(async () => (await told('runs/didCompare')).slice(before)).toMatchObject([
      { first: `${runs}/tiny-1`, second: `${runs}/all-text` }, { first: `${runs}/tiny-1`, second: null }, { first: `${runs}/tiny-1`, second: `${runs}/tiny-2` },
    ]);
    expect(new Set(await opened.page.locator('tr.chosen').evaluateAll((all) => all.map((each) => each.getAttribute('data-run'))))).toEqual(new Set(['tiny-1', 'tiny-2']));
    await opened.page.getByTestId('swap').click();
  });

  test('a run without predictions says so and computes them; one without data says that', async () => {
    await check('tiny-1');
    await check('fresh');
    await opened.page.getByTestId('compute').waitFor();
    expect(await opened.page.getByTestId('empty-state').textContent()).toContain('fresh has not predicted the test split yet.');
    await opened.page.getByTestId('compute').click();
    await opened.page.getByTestId('compared-scores').waitFor();
    expect(await opened.page.evaluate(() => window.scriptedHost.asked.find(({ method }) => method === 'evaluation/compute')?.params)).toEqual({ run: `${runs}/fresh`, split: 'test', checkpoint: 'best', again: false });
    expect(await opened.page.getByTestId('ledger').textContent()).toMatch(/fresh does not say what it learned from, as its data\.jsonl is missing: it was made by an earlier version of Sticker Lab; \d+ predictions? flipped\.\s*$/);
    expect(await opened.page.getByText('no flip can be told to be on an edited sticker').count()).toBe(1);
  });

  test('a run that cannot be read is explained in place', async () => {
    await check('fresh');
    await check('cut');
    await eventually(() => opened.page.getByTestId('empty-state').textContent()).toContain('cut cannot be read: config.json is cut off or damaged.');
    await opened.page.getByTestId('runs-split').getByRole('button', { name: 'train' }).click();
    await eventually(async () => (await told('runs/didCompare')).at(-1)).toMatchObject({ split: 'train' });
    await eventually(() => opened.page.getByTestId('compute').count()).toBe(1);
  });

  test('a compared run that is deleted leaves the comparison', async () => {
    await opened.page.getByTestId('runs-split').getByRole('button', { name: 'test' }).click();
    await check('cut');
    await check('tiny-1');
    await opened.page.getByTestId('mcnemar').waitFor();
    await opened.page.evaluate(() => { window.removeRun('tiny-2', 'tiny-1'); });
    await eventually(() => opened.page.getByTestId('empty-state').textContent()).toContain('Choose a second run to compare it with.');
    expect(await names()).not.toContain('tiny-2');
  });

  test('raises no console error and breaks no content security policy', () => {
    expect(opened.faults).toEqual([]);
  });

  test('without runs it offers to train, and a failure can be tried again', async () => {
    const { page } = await browsing.open('runs', 'runs/noRuns.ts');
    await page.getByTestId('error-notice').waitFor();
    expect(await page.getByTestId('error-notice').textContent()).toContain('Change the permissions.');
    await page.getByText('Try Again').click();
    await page.getByTestId('train').click();
    await eventually(() => page.evaluate(() => window.scriptedHost.told.at(-1))).toEqual({ method: 'run/train', params: { root: '/data/stickers' } });
    await page.close();
  });
});
