import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { exampleRun } from '../browser/exampleDataset.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { showTheme } from '../browser/themes.ts';

describe.skipIf(!chromiumFile)('the gallery, with a million stickers', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('gallery', 'gallery/millionStickers.ts');
    await opened.page.locator('[data-sticker-id] img').first().waitFor();
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const tile = (index: number) => opened.page.locator(`[data-sticker-id="pack/${String(index).padStart(7, '0')}.png"]`);
  const told = (method: string) => opened.page.evaluate((wanted) => window.scriptedHost.told.filter((each) => each.method === wanted).map(({ params }) => params), method);
  const domSize = () => opened.page.evaluate(() => document.querySelectorAll('*').length);

  test('counts them and draws the first ones, a broken one with its reason', async () => {
    expect(await opened.page.getByTestId('gallery-count').textContent()).toBe('1,000,000 of 1,000,000 stickers');
    expect(await tile(3).textContent()).toContain('The file is empty (0 bytes).');
    expect(await tile(0).locator('[data-outcome="wrong"]').count()).toBe(1);
    expect(await tile(1).locator('[data-outcome="right"]').count()).toBe(1);
    expect(await tile(1).textContent()).toContain('disgust');
    await saveScreenshot(opened.page, 'gallery-run');
  });

  test('tells how the dataset was read', async () => {
    const notes = opened.page.getByTestId('dataset-notes');
    await notes.locator('summary').click();
    expect(await notes.locator('.note').allTextContents()).toEqual(['Label 3 is happiness, by the class counts.']);
    await notes.locator('summary').click();
  });

  test('reaches the last tile with the keyboard, and the document stays small', async () => {
    await tile(0).focus();
    await opened.page.keyboard.press('Control+End');
    await tile(999_999).locator('img').waitFor();
    expect(await tile(999_999).evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await domSize()).toBeLessThan(700);
    await opened.page.keyboard.press('ArrowLeft');
    expect(await opened.page.evaluate(() => document.activeElement?.getAttribute('data-sticker-id'))).toBe('pack/0999998.png');
    await opened.page.keyboard.press('Control+Home');
    await tile(0).waitFor();
    await opened.page.keyboard.press('PageDown');
    await opened.page.keyboard.press('Home');
    expect(await opened.page.locator('[tabindex="0"][role="gridcell"]').count()).toBe(1);
  });

  test('reaches the last tile with the scroll bar, and every place shows tiles', async () => {
    const scroller = opened.page.locator('.grid-scroller');
    for (const share of [0.3, 0.77, 1]) {
      await scroller.evaluate((element, to) => { element.scrollTop = element.scrollHeight * to; }, share);
      await eventually(() => opened.page.evaluate(() => {
        const { top, bottom } = document.querySelector('.grid-scroller')!.getBoundingClientRect();
        return [...document.querySelectorAll('[data-sticker-id]')].map((each) => each.getBoundingClientRect()).filter((box) => box.bottom > top && box.top < bottom).length;
      })).toBeGreaterThan(12);
    }
    await tile(999_999).waitFor();
    const last = await tile(999_999).boundingBox();
    expect(last!.y + last!.height).toBeLessThanOrEqual(760);
  });

  test('the wheel moves by its own distance although the scroll bar is scaled', async () => {
    await tile(999_999).focus();
    await opened.page.keyboard.press('Control+Home');
    await tile(0).waitFor();
    const before = (await tile(7).boundingBox())!.y;
    await opened.page.mouse.move(400, 500);
    await opened.page.mouse.wheel(0, 100);
    await eventually(async () => Math.round((await tile(7).boundingBox())!.y)).toBe(Math.round(before - 100));
    await opened.page.mouse.wheel(0, -100);
  });

  test('takes back the pictures of tiles that were scrolled past', async () => {
    const reads = () => opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'thumbnail/read').length);
    for (const share of [0.41, 0.52, 0.63]) {
      const before = await reads();
      await opened.page.evaluate(async ([to, known]) => {
        const scroller = document.querySelector('.grid-scroller')!;
        scroller.scrollTop = scroller.scrollHeight * to;
        // On as soon as pictures of this place are asked for; they take the host 60 ms.
        while (window.scriptedHost.asked.filter(({ method }) => method === 'thumbnail/read').length === known) await new Promise((resolve) => { setTimeout(resolve, 1); });
        scroller.scrollTop = 0;
      }, [share, before] as const);
    }
    await eventually(() => opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method, cancelled }) => method === 'thumbnail/read' && cancelled).length)).toBeGreaterThan(0);
  });

  test('Enter and a click open the sticker', async () => {
    await opened.page.locator('[tabindex="0"][role="gridcell"]').focus();
    await opened.page.keyboard.press('Control+Home');
    await tile(0).waitFor();
    await opened.page.keyboard.press('ArrowRight');
    await opened.page.keyboard.press('Enter');
    await tile(2).click();
    const shown = await told('sticker/show') as { id: string; run: string }[];
    expect(shown.map(({ id }) => id)).toEqual(['pack/0000001.png', 'pack/0000002.png']);
    expect((await told('selection') as { ids: string[] }[]).at(-1)!.ids).toEqual(['pack/0000002.png']);
  });

  test('follows what another panel selects', async () => {
    await opened.page.evaluate(() => { window.scriptedHost.tell('selection', { root: '/data/stickers', ids: ['pack/0500000.png'] }); });
    await tile(500_000).waitFor();
    expect(await opened.page.locator('[role="gridcell"][aria-selected="true"]').evaluateAll((all) => all.map((each) => each.getAttribute('data-sticker-id')))).toEqual(['pack/0500000.png']);
  });

  test('keeps its place when the host sends its state again', async () => {
    const reads = () => opened.page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'gallery/page').length);
    const before = await reads();
    await opened.page.evaluate(() => { window.scriptedHost.sendStateAgain(); });
    await eventually(reads).toBeGreaterThan(before);
    await tile(500_000).locator('img').waitFor();
    expect((await tile(500_000).boundingBox())!.y).toBeGreaterThan(50);
    await tile(500_000).focus();
    await opened.page.keyboard.press('Control+Home');
  });

  test('another run is chosen in the list', async () => {
    await opened.page.getByTestId('run-filter').click();
    await opened.page.getByTestId('run-filter').getByText('No run', { exact: true }).click();
    expect((await told('gallery/didChangeFilter')).at(-1)).toEqual({ root: '/data/stickers', filter: {}, run: null });
    expect(await opened.page.getByTestId('prediction-filter').count()).toBe(0);
    await opened.page.getByTestId('run-filter').click();
    await opened.page.getByTestId('run-filter').getByRole('option', { name: 'tiny-1' }).click();
    await opened.page.getByTestId('prediction-filter').waitFor();
    expect((await told('gallery/didChangeFilter')).at(-1)).toMatchObject({ run: '/data/stickers/.sticker-lab/runs/tiny-1' });
  });

  test('what the arrow keys have come to in an open list stays while a training goes on', async () => {
    const list = opened.page.getByTestId('run-filter');
    await list.focus();
    await opened.page.keyboard.press('Enter');
    await list.getByRole('option', { name: 'No run' }).waitFor();
    await opened.page.keyboard.press('ArrowUp');
    await opened.page.evaluate((run) => { window.scriptedHost.tell('runs/didChange', { root: '/data/stickers', run }); }, exampleRun({ notes: ['A better epoch came.'] }));
    await opened.page.waitForTimeout(100);
    await opened.page.keyboard.press('Enter');
    await eventually(async () => (await told('gallery/didChangeFilter')).at(-1)).toEqual({ root: '/data/stickers', filter: {}, run: null });
    await list.click();
    await list.getByRole('option', { name: 'tiny-1' }).click();
    await opened.page.getByTestId('prediction-filter').waitFor();
  });

  test('filters go to the host, and an empty result says why and how to go on', async () => {
    await opened.page.getByTestId('emotion-filter').getByRole('button', { name: 'fear' }).click();
    await opened.page.getByTestId('prediction-filter').getByRole('button', { name: 'wrong' }).click();
    await opened.page.getByTestId('gallery-search').locator('input').fill('nothing');
    await opened.page.getByTestId('empty-state').waitFor();
    expect(await opened.page.getByTestId('empty-state').textContent())
      .toContain('No sticker shows fear and contains "nothing" and was predicted wrong by tiny-1. tiny-1 has predictions for: validation, test.');
    const last = (await told('gallery/didChangeFilter')).at(-1) as { filter: object };
    expect(last.filter).toEqual({ labels: [2], search: 'nothing', prediction: { run: '/data/stickers/.sticker-lab/runs/tiny-1', outcome: 'wrong' } });
    await opened.page.getByTestId('empty-state').getByText('Clear Filters').click();
    await tile(0).waitFor();
    expect(await opened.page.getByTestId('gallery-search').locator('input').inputValue()).toBe('');
  });

  test('shows a selection sent by the host with its reason, and clears it', async () => {
    await opened.page.evaluate(() => {
      const stickers = { root: '/data/stickers', name: 'stickers', layout: 'ser30k', classes: ['anger', 'disgust', 'fear', 'happiness', 'neutral', 'sadness', 'surprise'], stickers: 1_000_000, missing: 0, counts: { train: [], validation: [], test: [1] }, described: 0, notes: [], problems: [], storage: { folder: '', fallback: false } };
      window.scriptedHost.tell('panel/state', { dataset: stickers, run: null, runs: [], selected: [], filter: { selection: { ids: ['pack/0000700.png', 'pack/0000042.png'], reason: 'anger predicted as fear' } } });
    });
    await tile(700).waitFor();
    expect(await opened.page.getByTestId('gallery-count').textContent()).toBe('2 of 1,000,000 stickers');
    expect(await opened.page.locator('[data-sticker-id]').count()).toBe(2);
    expect(await opened.page.getByTestId('selection-reason').textContent()).toContain('anger predicted as fear');
    await opened.page.getByRole('button', { name: 'Clear the selection' }).click();
    await tile(0).waitFor();
    expect(await opened.page.getByTestId('selection-reason').count()).toBe(0);
  });

  test('marks by name where the run was trained on other emotions, and says so', async () => {
    await opened.page.evaluate(() => {
      const classes = ['disgust', 'fear', 'happiness', 'neutral', 'sadness', 'surprise', 'anger'];
      const dataset = { root: '/data/stickers', name: 'stickers', layout: 'ser30k', classes: ['anger', ...classes.slice(0, -1)], stickers: 1_000_000, missing: 0, counts: { train: [], validation: [], test: [1] }, described: 0, notes: [], problems: [], storage: { folder: '', fallback: false } };
      const run = { run: '/r', name: 'r', preset: 'tiny', recipe: 'paper', classes, created: '', state: 'done', status: null, result: null, predicted: ['test'], notes: [] };
      window.scriptedHost.tell('panel/state', { dataset, run: '/r', runs: [run], filter: {}, selected: [] });
    });
    // Label 1 is disgust; the run's class 1 is fear.
    await tile(1).locator('[data-outcome="wrong"]').waitFor();
    expect(await tile(1).locator('.mark').getAttribute('title')).toBe('predicted fear');
    expect(await opened.page.getByTestId('other-emotions').textContent()).toContain('compared by name');
  });

  test('looks right in every theme', async () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      await showTheme(opened.page, theme);
      await opened.page.waitForTimeout(200);
      await saveScreenshot(opened.page, `gallery-${theme}`);
      const [background, color] = await opened.page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.chip')!).color]);
      expect(background).not.toBe(color);
    }
    const frame = (pressed: boolean) => opened.page.locator(`[data-testid="prediction-filter"] [aria-pressed="${pressed}"]`).first().evaluate((button) => getComputedStyle(button).boxShadow);
    expect(await frame(true)).toMatch(/^rgb\(.* 2px inset$/u);
    expect(await frame(false)).toBe('none');
  });

  test('raises no console error and breaks no content security policy', () => {
    expect(opened.faults).toEqual([]);
  });
});
