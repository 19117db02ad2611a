import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { showTheme } from '../browser/themes.ts';

describe.skipIf(!chromiumFile)('the sticker panel', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('sticker', 'sticker/walkedFilter.ts', { height: 900 });
    await opened.page.getByTestId('probability').first().waitFor();
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const text = (testId: string) => opened.page.getByTestId(testId).textContent();

  test('shows label, votes with their agreement, text, topic and further columns', async () => {
    expect(await text('sticker-label')).toBe('anger');
    expect(await text('votes')).toContain('2 of 3 agree');
    expect(await text('sticker-text')).toBe('NO WAY\nnot again');
    const facts = await opened.page.locator('.sticker-list').textContent();
    expect(facts).toContain('Grumpy cat');
    expect(facts).toContain('literal');
  });

  test('shows the four descriptions, a missing one as missing', async () => {
    const cards = opened.page.locator('[data-view]');
    await eventually(() => cards.count()).toBe(4);
    expect(await opened.page.locator('[data-view="intention"] textarea').inputValue()).toBe('Refuses an offer firmly.');
    expect(await cards.evaluateAll((all) => all.map((card) => card.querySelector('.state-mark')!.textContent))).toEqual(['▪ from the dataset', '▪ from the dataset', '○ missing', '▪ from the dataset']);
  });

  test('draws the probabilities with the predicted and the true class marked', async () => {
    const bars = opened.page.getByTestId('probability');
    expect(await bars.count()).toBe(7);
    expect(await opened.page.locator('[data-predicted]').getAttribute('data-label')).toBe('2');
    expect(await opened.page.locator('[data-true]').getAttribute('data-label')).toBe('0');
    expect(await bars.nth(2).textContent()).toMatch(/fear\s*64\.0 %\s*✗ predicted/);
    const widths = await opened.page.locator('.probability-bar').evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().width));
    expect(widths[2] / widths[0]).toBeCloseTo(0.64 / 0.21, 1);
  });

  test('a run trained on other emotions: its own names, the label found by name, and a sentence', async () => {
    const other = await browsing.open('sticker', 'sticker/otherEmotions.ts', { height: 900 });
    await other.page.getByTestId('probability').first().waitFor();
    expect(await other.page.locator('[data-predicted]').textContent()).toMatch(/anger\s*64\.0 %\s*✓ predicted\s*label/);
    expect(await other.page.getByTestId('other-emotions').textContent()).toBe('This run was trained on other emotions (admiration, anger); its predictions are compared by name.');
    await other.page.close();
  });

  test('probabilities that are no numbers are told of', async () => {
    const other = await browsing.open('sticker', 'sticker/noNumbers.ts', { height: 900 });
    await other.page.getByTestId('probability').first().waitFor();
    expect(await other.page.getByTestId('no-numbers').textContent()).toContain('no finite numbers');
    expect(other.faults).toEqual([]);
    await other.close();
  });

  test('shows the picture', async () => {
    const picture = opened.page.getByTestId('sticker-picture');
    await picture.waitFor();
    expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(96);
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await showTheme(opened.page, theme);
      await saveScreenshot(opened.page, `sticker-${theme}`);
    }
  });

  test('arrow keys and buttons walk through the filter, to a broken picture and an unpredicted sticker', async () => {
    expect(await text('sticker-position')).toBe('1 of 3');
    await opened.page.keyboard.press('ArrowRight');
    await eventually(() => text('sticker-id')).toBe('pack/b.png');
    await opened.page.getByText('The file ends in the middle of the picture.').waitFor();
    await eventually(() => text('sticker-position')).toBe('2 of 3');
    await opened.page.getByTestId('sticker-next').click();
    await eventually(() => text('sticker-id')).toBe('pack/c.png');
    await eventually(() => text('no-prediction')).toBe('No prediction of run tiny-1 for the train split.');
    await eventually(() => text('sticker-position')).toBe('3 of 3');
    await opened.page.keyboard.press('ArrowRight');
    await opened.page.locator('[data-view="style"] textarea').press('ArrowLeft');
    expect(await text('sticker-id')).toBe('pack/c.png');
    await opened.page.locator('[data-view="style"] textarea').blur();
    await opened.page.keyboard.press('ArrowLeft');
    await eventually(() => text('sticker-id')).toBe('pack/b.png');
    const moves = await opened.page.evaluate(() => window.scriptedHost.told.filter(({ method }) => method === 'selection').map(({ params }) => (params as { ids: string[] }).ids[0]));
    expect(moves).toEqual(['pack/b.png', 'pack/c.png', 'pack/b.png']);
  });

  test('a failure names the file and the remedy', async () => {
    await opened.page.evaluate(() => {
      window.scriptedHost.tell('panel/failure', { message: 'The dataset is gone.', data: { file: '/data/stickers', remedy: 'Put the folder back, then try again.' } });
    });
    const notice = opened.page.getByTestId('error-notice');
    await notice.waitFor();
    expect(await notice.textContent()).toMatch(/The dataset is gone\.\s*\/data\/stickers\s*Put the folder back/);
    await notice.getByText('Try Again', { exact: true }).click();
    await eventually(() => text('sticker-id')).toBe('pack/a.png');
    await opened.page.getByTestId('sticker-picture').waitFor();
    expect(await opened.page.evaluate(() => window.scriptedHost.memory)).toEqual(['panel-memory', 'panel-memory']);
  });

  test('raises no console error and breaks no content security policy', () => {
    expect(opened.faults).toEqual([]);
  });
});
