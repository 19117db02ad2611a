import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { exampleDataset } from '../browser/exampleDataset.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';

describe.skipIf(!chromiumFile)('the gallery while stickers are selected', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('gallery', 'gallery/selectedStickers.ts');
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const idOf = (index: number) => `pack/${String(index).padStart(4, '0')}.png`;
  const tile = (index: number) => opened.page.locator(`[data-sticker-id="${idOf(index)}"]`);
  const marked = () => opened.page.locator('[role="gridcell"][aria-selected="true"]').evaluateAll((all) => all.map((each) => each.getAttribute('data-sticker-id')));
  const inSight = (index: number) => tile(index).evaluate((element) => {
    const scroller = document.querySelector('.grid-scroller')!.getBoundingClientRect();
    const { top, bottom } = element.getBoundingClientRect();
    return top >= scroller.top - 1 && bottom <= scroller.bottom + 1;
  }).catch(() => false);
  const shown = () => opened.page.getByTestId('gallery-count').textContent();
  const showState = (selected: readonly string[]) => opened.page.evaluate((state) => { window.scriptedHost.tell('panel/state', state); },
    { dataset: exampleDataset(1000), filter: {}, run: null, runs: [], selected });

  test('it begins at the first of them, the keyboard too, and marks them', async () => {
    await eventually(() => inSight(640)).toBe(true);
    await eventually(marked).toEqual([idOf(640)]);
    expect(await opened.page.locator('[role="gridcell"][tabindex="0"]').getAttribute('data-sticker-id')).toBe(idOf(640));
    await saveScreenshot(opened.page, 'gallery-selected');
  });

  test('several that another panel selects are all marked', async () => {
    await opened.page.evaluate((ids) => { window.scriptedHost.tell('selection', { root: '/data/stickers', ids }); }, [idOf(300), idOf(301), idOf(303)]);
    await eventually(() => inSight(300)).toBe(true);
    expect(await marked()).toEqual([idOf(300), idOf(301), idOf(303)]);
  });

  test('a state with another selection is followed, one with the same leaves the place alone', async () => {
    await showState([idOf(900)]);
    await eventually(() => inSight(900)).toBe(true);
    expect(await marked()).toEqual([idOf(900)]);
    await opened.page.locator('.grid-scroller').evaluate((scroller) => { scroller.scrollTop = 0; });
    await eventually(() => inSight(0)).toBe(true);
    const reads = () => opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'gallery/page').length);
    const before = await reads();
    await showState([idOf(900)]);
    await eventually(reads).toBeGreaterThan(before);
    expect(await inSight(0)).toBe(true);
  });

  test('a state that comes while the place of a selected sticker is asked for does not lose it', async () => {
    await opened.page.evaluate(({ state, ids }) => {
      window.scriptedHost.tell('selection', { root: '/data/stickers', ids });
      window.scriptedHost.tell('panel/state', state);
    }, { state: { dataset: exampleDataset(1000), filter: {}, run: null, runs: [], selected: [idOf(500)] }, ids: [idOf(500)] });
    await eventually(() => inSight(500)).toBe(true);
  });

  test('a tile far away is selected once it is there', async () => {
    await tile(500).click();
    await opened.page.keyboard.press('Control+End');
    await eventually(marked).toEqual([idOf(999)]);
    expect(await opened.page.evaluate(() => window.scriptedHost.told.filter(({ method }) => method === 'selection').at(-1)!.params)).toEqual({ root: '/data/stickers', ids: [idOf(999)] });
  });

  test('verdicts are a condition, which follows what people say', async () => {
    const details = opened.page.getByTestId('verdict-filters');
    await details.locator('summary').click();
    await details.locator('[data-value="label"]').click();
    await eventually(shown).toBe('143 of 1,000 stickers');
    expect(await details.locator('summary').textContent()).toBe('Verdicts: wrong label');
    expect((await opened.page.evaluate(() => window.scriptedHost.told.filter(({ method }) => method === 'gallery/didChangeFilter').at(-1)!.params)) as object).toMatchObject({ filter: { verdicts: ['label'] } });
    await opened.page.evaluate((id) => { window.takeVerdictBack(id); }, idOf(7));
    await eventually(shown).toBe('142 of 1,000 stickers');
    await details.locator('[data-value="label"]').click();
    await details.locator('[data-value="model"]').click();
    await eventually(() => opened.page.getByTestId('empty-state').textContent()).toContain('No sticker has the verdict model\'s fault.');
    expect(opened.faults).toEqual([]);
  });
});
