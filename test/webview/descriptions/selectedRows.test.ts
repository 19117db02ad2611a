import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { exampleDataset } from '../browser/exampleDataset.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { showTheme } from '../browser/themes.ts';

describe.skipIf(!chromiumFile)('the table of descriptions while stickers are selected', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('descriptions', 'descriptions/selectedRows.ts');
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const idOf = (index: number) => `pack/${String(index).padStart(4, '0')}.png`;
  const row = (index: number) => opened.page.locator(`.table-row[data-sticker-id="${idOf(index)}"]`);
  const current = () => opened.page.locator('.table-row[aria-current="true"]').evaluateAll((all) => all.map((each) => each.getAttribute('data-sticker-id')));
  const inSight = (index: number) => row(index).evaluate((element) => {
    const scroller = document.querySelector('sl-description-table .grid-scroller')!.getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    return top >= scroller.top - 1 && bottom <= scroller.bottom + 1;
  }).catch(() => false);
  const select = (ids: readonly string[]) => opened.page.evaluate((all) => { window.scriptedHost.tell('selection', { root: '/data/stickers', ids: all }); }, ids);

  test('it begins at the first of them', async () => {
    await eventually(() => inSight(1200)).toBe(true);
    await eventually(current).toContain(idOf(1200));
    for (const theme of ['highContrast', 'light', 'dark'] as const) {
      await showTheme(opened.page, theme);
      await saveScreenshot(opened.page, `descriptions-selected-${theme}`);
    }
  });

  test('several that another panel selects are all shown as such, and none is marked by that', async () => {
    await select([40, 41, 2500].map(idOf));
    await eventually(() => inSight(40)).toBe(true);
    await eventually(current).toEqual([40, 41].map(idOf));
    expect(await opened.page.locator('.table-row[aria-selected="true"]').count()).toBe(0);
    expect(await opened.page.getByTestId('marked').count()).toBe(0);
  });

  test('moving to another row selects it', async () => {
    await row(40).locator('.sticker-cell').focus();
    await opened.page.keyboard.press('ArrowDown');
    await opened.page.keyboard.press('ArrowDown');
    await eventually(current).toEqual([idOf(42)]);
    expect(await opened.page.evaluate(() => window.scriptedHost.told.filter(({ method }) => method === 'selection').map(({ params }) => params))).toEqual([
      { root: '/data/stickers', ids: [idOf(41)] }, { root: '/data/stickers', ids: [idOf(42)] },
    ]);
  });

  test('a row far away is selected once it is there', async () => {
    await opened.page.keyboard.press('Control+End');
    await eventually(current).toEqual([idOf(1999)]);
    await opened.page.keyboard.press('Control+Home');
    await eventually(current).toEqual([idOf(0)]);
    await select([idOf(42)]);
    await eventually(() => inSight(42)).toBe(true);
  });

  test('while a text is being written the table stays where it is', async () => {
    await row(42).locator('[data-view="style"]').dblclick();
    await opened.page.getByTestId('cell-editor').waitFor();
    await select([idOf(900)]);
    await eventually(async () => (await current()).length).toBe(0);
    expect(await inSight(42)).toBe(true);
    expect(await opened.page.getByTestId('cell-editor').inputValue()).toBe('style of 42');
    await opened.page.keyboard.press('Escape');
  });

  test('a state with another selection is followed', async () => {
    await opened.page.evaluate((state) => { window.scriptedHost.tell('panel/state', state); }, { dataset: exampleDataset(2000), filter: {}, selected: [idOf(1999)] });
    await eventually(() => inSight(1999)).toBe(true);
    expect(opened.faults).toEqual([]);
  });
});
