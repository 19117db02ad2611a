import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';

describe.skipIf(!chromiumFile)('the gallery of stickers to review', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('gallery', 'gallery/reviewedStickers.ts');
    await opened.page.locator('[data-sticker-id] img').first().waitFor();
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const idOf = (index: number) => `pack/${String(index).padStart(4, '0')}.png`;
  const tile = (index: number) => opened.page.locator(`[data-sticker-id="${idOf(index)}"]`);
  const shown = () => opened.page.getByTestId('gallery-count').textContent();
  const reads = () => opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'gallery/page').length);
  const focused = () => opened.page.evaluate(() => document.activeElement?.getAttribute('data-sticker-id'));
  const scrolled = () => opened.page.locator('.grid-scroller').evaluate((scroller) => scroller.scrollTop);
  const review = (...indices: number[]) => opened.page.evaluate((ids) => { window.review(ids); }, indices.map(idOf));

  test('reads itself anew once for many changes; place and focus stay', async () => {
    await opened.page.locator('.grid-scroller').evaluate((scroller) => { scroller.scrollTop = 500; });
    await tile(30).click();
    const [top, before] = [await scrolled(), await reads()];
    await review(0, 1, 2, 40);
    await eventually(shown).toBe('996 of 1,000 stickers');
    await eventually(focused).toBe(idOf(30));
    expect([await scrolled(), await reads() - before, await tile(2).count()]).toEqual([top, 1, 0]);
    await opened.page.keyboard.press('ArrowRight');
    expect(await focused()).toBe(idOf(31));
  });

  test('a focused sticker that no longer passes gives its place to the next', async () => {
    await review(31);
    await eventually(shown).toBe('995 of 1,000 stickers');
    await eventually(focused).toBe(idOf(32));
    await opened.page.keyboard.press('Control+End');
    await tile(999).waitFor();
    await review(999, 998);
    await eventually(focused).toBe(idOf(997));
  });

  test('a focused sticker that is scrolled away does not scroll the gallery', async () => {
    await opened.page.locator('.grid-scroller').evaluate((scroller) => { scroller.scrollTop = 0; });
    await tile(3).locator('img').waitFor();
    await review(3);
    await eventually(shown).toBe('992 of 1,000 stickers');
    expect(await scrolled()).toBe(0);
  });

  test('a filter that does not ask for texts is left alone', async () => {
    await opened.page.getByTestId('clear-filters').click();
    await eventually(shown).toBe('1,000 of 1,000 stickers');
    const before = await reads();
    await review(5);
    await opened.page.waitForTimeout(2500);
    expect(await reads()).toBe(before);
    expect(opened.faults).toEqual([]);
  });
});
