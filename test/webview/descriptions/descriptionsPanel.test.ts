import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { showTheme } from '../browser/themes.ts';

describe.skipIf(!chromiumFile)('the Descriptions panel, with 30,739 stickers', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('descriptions', 'descriptions/describedStickers.ts', { width: 1200, height: 1200 });
    await row(0).locator('img').waitFor();
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const idOf = (index: number) => `pack/${String(index).padStart(5, '0')}.png`;
  const row = (index: number) => opened.page.locator(`[data-sticker-id="${idOf(index)}"]`);
  const cell = (index: number, view: string) => row(index).locator(`[data-view="${view}"]`);
  const editor = () => opened.page.getByTestId('cell-editor');
  const told = (method: string) => opened.page.evaluate((wanted) => window.scriptedHost.told.filter((each) => each.method === wanted).map(({ params }) => params), method);
  const asked = (method: string) => opened.page.evaluate((wanted) => window.scriptedHost.asked.filter((each) => each.method === wanted).map(({ params }) => params), method);
  const focused = () => opened.page.evaluate(() => document.activeElement?.getAttribute('data-place'));

  test('shows stickers by their four texts with their states, texts as text', async () => {
    expect(await opened.page.getByTestId('gallery-count').textContent()).toBe('30,739 of 30,739 stickers');
    expect(await cell(0, 'intention').textContent()).toContain('A cat refuses an offer');
    expect(await cell(0, 'details').textContent()).toContain('NO <b>WAY</b>');
    expect(await cell(7, 'roles').locator('[data-state]').getAttribute('data-state')).toBe('missing');
    expect(await row(3).locator('.row-broken').getAttribute('title')).toBe('The file is empty (0 bytes).');
    await saveScreenshot(opened.page, 'descriptions-table');
  });

  test('moves by the keyboard to the last sticker, and the document stays small', async () => {
    await cell(0, 'intention').click();
    await opened.page.keyboard.press('Control+End');
    await row(30_738).locator('img').waitFor();
    expect(await focused()).toBe('30738 4');
    expect(await opened.page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1100);
    await opened.page.keyboard.press('Control+Home');
    await row(0).waitFor();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await opened.page.keyboard.press(key);
    expect(await focused()).toBe('1 2');
    expect((await told('selection') as { ids: string[] }[]).at(-1)!.ids).toEqual([idOf(1)]);
    await opened.page.keyboard.press('PageDown');
    expect(Number((await focused())!.split(' ')[0])).toBeGreaterThan(3);
    await opened.page.keyboard.press('Control+Home');
  });

  test('the focused cell shows its whole text, without moving the rows', async () => {
    const height = (await row(1).boundingBox())!.height;
    await cell(1, 'details').click();
    const body = await cell(1, 'details').locator('.cell-body').boundingBox();
    expect(body!.height).toBeGreaterThan(height);
    expect((await row(1).boundingBox())!.height).toBe(height);
    expect(await cell(1, 'details').locator('.cell-text').evaluate((element) => element.scrollHeight <= element.clientHeight)).toBe(true);
  });

  test('typing starts, Tab saves and goes on, Ctrl+Enter goes down, Escape leaves', async () => {
    await cell(1, 'intention').click();
    await opened.page.keyboard.type(' Twice.');
    expect(await editor().inputValue()).toMatch(/A rabbit refuses .* again\. Twice\.$/u);
    await opened.page.keyboard.press('Tab');
    expect(await editor().getAttribute('aria-label')).toBe(`Style of ${idOf(1)}`);
    await editor().fill('Pixel art.');
    await opened.page.keyboard.press('Control+Enter');
    expect(await editor().getAttribute('aria-label')).toBe(`Style of ${idOf(2)}`);
    await editor().fill('Never kept.');
    await opened.page.keyboard.press('Escape');
    expect(await focused()).toBe('2 2');
    await eventually(() => cell(1, 'style').textContent()).toMatch(/edited\s*Pixel art\./u);
    expect(await cell(2, 'style').textContent()).toContain('Flat cartoon');
    const sent = await asked('descriptions/change') as { changes: object[]; title: string }[];
    expect(sent.map(({ changes }) => changes)).toEqual([
      [{ id: idOf(1), view: 'intention', text: expect.stringMatching(/Twice\.$/u) as string, version: 1 }],
      [{ id: idOf(1), view: 'style', text: 'Pixel art.', version: 1 }],
    ]);
  });

  test('a double click edits and a click elsewhere saves; an unchanged text is not sent', async () => {
    const before = (await asked('descriptions/change')).length;
    await cell(0, 'style').dblclick();
    await cell(2, 'style').click();
    await cell(0, 'style').dblclick();
    await editor().fill('');
    await cell(2, 'style').click();
    await cell(0, 'style').locator('[data-state="missing"]').waitFor();
    expect((await asked('descriptions/change')).length).toBe(before + 1);
  });

  test('another person\'s newer text is not written over: both are shown, and the person decides', async () => {
    await cell(2, 'roles').dblclick();
    await editor().fill('Mine against theirs.');
    await opened.page.keyboard.press('Tab');
    await opened.page.keyboard.press('Escape');
    const trouble = cell(2, 'roles').getByTestId('cell-trouble');
    await trouble.waitFor();
    expect(await trouble.textContent()).toContain('Ann changed this text in the meantime. Yours is not saved.');
    expect(await cell(2, 'roles').locator('ins').allTextContents()).toEqual(['(added: Mine against theirs)']);
    expect(await cell(2, 'roles').locator('del').allTextContents()).toEqual(['(removed: Ann wrote this)']);
    await trouble.locator('span').first().click();
    await saveScreenshot(opened.page, 'descriptions-conflict');
    await trouble.getByText('Keep Mine').click();
    await eventually(() => cell(2, 'roles').textContent()).toMatch(/edited\s*Mine against theirs\./u);
  });

  test('a text that cannot be saved is kept with the reason, and can be sent again', async () => {
    await cell(2, 'roles').dblclick();
    await editor().fill('A broken save.');
    await opened.page.keyboard.press('Control+Enter');
    await opened.page.keyboard.press('Escape');
    const trouble = cell(2, 'roles').getByTestId('cell-trouble');
    await trouble.waitFor();
    expect(await trouble.textContent()).toContain('Not saved. descriptions.db cannot be written: the disk is full. Free some space.');
    await trouble.locator('span').first().click();
    await opened.page.keyboard.press('Enter');
    expect(await editor().inputValue()).toBe('A broken save.');
    await trouble.getByText('Save Again').click();
    await eventually(() => cell(2, 'roles').textContent()).toMatch(/edited\s*A broken save\./u);
  });

  test('a text being typed when the panel is closed is back in its cell when it opens again, wherever that is', async () => {
    const { page, faults, close } = await browsing.open('descriptions', 'descriptions/describedStickers.ts', { width: 920, height: 700 });
    const text = (index: number, view: string) => page.locator(`[data-sticker-id="${idOf(index)}"] [data-view="${view}"]`);
    await text(1, 'style').dblclick();
    await page.getByTestId('cell-editor').fill('Pixel art, half ty');
    await page.keyboard.press('Escape');
    await text(1, 'style').dblclick();
    await page.keyboard.type(' Half ty');
    await page.reload();
    const trouble = text(1, 'style').getByTestId('cell-trouble');
    await trouble.waitFor();
    expect(await trouble.textContent()).toContain('Not saved: the panel was closed before.');
    expect(await text(1, 'style').locator('.cell-text').textContent()).toBe('Flat cartoon with thick outlines. Half ty');
    expect(await page.evaluate(() => window.scriptedHost.asked.some(({ method }) => method === 'descriptions/change'))).toBe(false);
    await page.keyboard.press('Control+End');
    await page.getByTestId('unsaved').getByText('Show').click();
    await eventually(() => page.getByTestId('gallery-count').textContent()).toBe('1 of 30,739 stickers');
    await text(1, 'style').locator('.cell-text').click();
    await page.keyboard.type('ped');
    await page.keyboard.press('Control+Enter');
    await eventually(() => text(1, 'style').textContent()).toMatch(/edited\s*Flat cartoon with thick outlines\. Half typed\s*$/u);
    await eventually(() => page.getByTestId('unsaved').count()).toBe(0);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    expect(faults).toEqual([]);
    await close();
  });

  test('the first column opens the sticker', async () => {
    await row(4).locator('.row-id').click();
    expect((await told('sticker/show')).at(-1)).toEqual({ root: '/data/stickers', id: idOf(4), filter: {}, run: null });
    await opened.page.keyboard.press('ArrowDown');
    await opened.page.keyboard.press('Enter');
    expect((await told('sticker/show')).at(-1)).toMatchObject({ id: idOf(5) });
  });

  test('rows of a filter on states stay while they are worked through', async () => {
    await opened.page.getByTestId('state-filters').locator('summary').click();
    const states = opened.page.getByTestId('state-filter');
    await states.getByRole('button', { name: 'missing' }).click();
    await row(7).waitFor();
    expect((await told('descriptions/didChangeFilter')).at(-1)).toEqual({ root: '/data/stickers', filter: { descriptions: { states: ['missing'], view: null } } });
    await eventually(async () => (await asked('gallery/page')).length).toBe(1);
    await cell(7, 'roles').dblclick();
    await editor().fill('A rabbit alone.');
    await opened.page.keyboard.press('Control+Enter');
    await editor().fill('A cat alone.');
    await opened.page.keyboard.press('Control+Enter');
    await opened.page.keyboard.press('Escape');
    await opened.page.evaluate(() => { window.scriptedHost.tell('descriptions/didChange', { root: '/data/stickers', ids: null }); });
    await eventually(() => cell(17, 'roles').textContent()).toContain('A cat alone.');
    expect(await cell(7, 'roles').textContent()).toContain('A rabbit alone.');
    await opened.page.getByTestId('gallery-search').locator('input').fill('nothing says this');
    await opened.page.getByTestId('empty-state').waitFor();
    expect(await opened.page.getByTestId('empty-state').textContent()).toContain('No sticker contains "nothing says this" and has a description that is missing.');
    await opened.page.getByTestId('empty-state').getByText('Clear Filters').click();
    await row(0).waitFor();
  });

  test('rows of a filter on verdicts follow the verdicts', async () => {
    await opened.page.getByTestId('verdict-filters').locator('summary').click();
    await opened.page.getByTestId('verdict-filter').getByRole('button', { name: 'ambiguous' }).click();
    await row(0).waitFor();
    await eventually(async () => (await asked('descriptions/page')).at(-1)).toMatchObject({ filter: { verdicts: ['ambiguous'] } });
    const before = (await asked('descriptions/page')).length;
    await opened.page.evaluate(() => { window.scriptedHost.tell('verdict/didChange', { root: '/data/stickers', id: 'pack/00001.png' }); });
    await eventually(async () => (await asked('descriptions/page')).length).toBe(before + 1);
    await opened.page.getByTestId('verdict-filter').getByRole('button', { name: 'ambiguous' }).click();
    await opened.page.getByTestId('verdict-filters').locator('summary').click();
    await row(0).waitFor();
  });

  test('find and replace counts while typing, previews, replaces as one act and takes back', async () => {
    await opened.page.getByTestId('find-section').locator('summary').click();
    await opened.page.getByTestId('find').locator('input').fill('rabbit');
    const replace = opened.page.getByTestId('replace');
    await opened.page.getByTestId('replacement').locator('input').fill('hare');
    await eventually(() => replace.textContent()).toMatch(/Replace [\d,]+ places in [\d,]+ texts/u);
    await opened.page.getByTestId('find-view').click();
    await opened.page.getByTestId('find-view').getByRole('option', { name: 'Roles' }).click();
    await eventually(() => replace.textContent()).toBe('Replace 18,442 places in 18,442 texts');
    const first = opened.page.getByTestId('change').first();
    expect(await first.locator('del').textContent()).toBe('(removed: rabbit)');
    expect(await first.locator('ins').textContent()).toBe('(added: hare)');
    await saveScreenshot(opened.page, 'descriptions-find');
    await replace.click();
    await eventually(() => opened.page.getByTestId('find-status').textContent()).toContain('Replaced 18,442 places in 18,442 texts.');
    await eventually(() => cell(1, 'roles').textContent()).toContain('A hare with round ears.');
    await eventually(() => replace.textContent()).toBe('Replace');
    await opened.page.getByTestId('find-undo').click();
    expect((await asked('descriptions/undo')).at(-1)).toEqual({ root: '/data/stickers', step: expect.any(Number) as number });
    await eventually(() => opened.page.getByTestId('find-status').textContent()).toContain('Taken back: Replace "rabbit" with "hare"');
    await eventually(() => cell(1, 'roles').textContent()).toContain('A rabbit with round ears.');
  });

  test('undo saves the open cell first, takes its text back and says so', async () => {
    const before = (await asked('descriptions/undo')).length;
    await cell(3, 'style').dblclick();
    await editor().fill('Typed and taken back.');
    await opened.page.evaluate(() => { window.scriptedHost.tell('board/command', { command: 'undo' }); });
    await eventually(() => opened.page.getByTestId('undone').textContent()).toBe('Nothing to undo.');
    const order = await opened.page.evaluate(() => window.scriptedHost.asked.map(({ method }) => method).filter((method) => method === 'descriptions/change' || method === 'descriptions/undo'));
    expect(order.slice(-2)).toEqual(['descriptions/change', 'descriptions/undo']);
    expect((await asked('descriptions/undo')).length).toBe(before + 1);
  });

  test('undo takes back no older act while the cell that was just left could not be saved', async () => {
    const { page, close } = await browsing.open('descriptions', 'descriptions/describedStickers.ts', { width: 1200, height: 800 });
    await page.locator('[data-view="style"]').first().dblclick();
    await page.getByTestId('cell-editor').fill('Mine against theirs.');
    await page.evaluate(() => { window.scriptedHost.tell('board/command', { command: 'undo' }); });
    await eventually(() => page.getByTestId('undone').textContent()).toBe('Style of pack/00000.png is not saved yet, so there is no undo.');
    expect(await page.evaluate(() => window.scriptedHost.asked.filter(({ method }) => method === 'descriptions/undo').length)).toBe(0);
    await close();
  });

  test('marked stickers alone are looked at, and an expression that cannot be read says why', async () => {
    for (const index of [0, 1, 4]) await row(index).locator('.row-mark').click();
    await eventually(() => opened.page.getByTestId('replace').textContent()).toBe('Replace 2 places in 2 texts');
    expect(await row(1).getAttribute('aria-selected')).toBe('true');
    await opened.page.getByTestId('describe').click();
    expect((await told('descriptions/describe')).at(-1)).toEqual({ root: '/data/stickers', filter: { selection: { ids: [0, 1, 4].map(idOf), reason: 'marked in the table' } } });
    await opened.page.getByTestId('find').locator('input').fill('(');
    await opened.page.getByTestId('find-options').getByRole('button', { name: 'Regular expression' }).click();
    const notice = opened.page.getByTestId('error-notice');
    await notice.waitFor();
    expect(await notice.textContent()).toContain('The regular expression "(" cannot be read: a group is not closed.');
    await opened.page.getByTestId('find').locator('input').fill('');
    await eventually(() => notice.count()).toBe(0);
    await opened.page.getByTestId('marked').getByText('Clear Marks').click();
  });

  test('the batch shows how far it is, its hosts\' trouble and failures, and is paused, resumed and retried', async () => {
    const text = (testId: string) => opened.page.getByTestId(testId).textContent();
    expect(await opened.page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('39');
    expect([await text('batch-done'), await text('batch-left'), await text('batch-speed'), await text('batch-time-left')]).toEqual(['1,200 of 3,074', '1,868', '1.84', '57 min 20 s']);
    await opened.page.getByTestId('batch-hosts').locator('summary').click();
    expect(await opened.page.getByTestId('batch-host').nth(1).textContent()).toContain('The connection broke off.');
    await opened.page.getByTestId('batch-pause').click();
    await opened.page.getByTestId('batch-resume').waitFor();
    await opened.page.getByTestId('batch-failures').locator('summary').click();
    await saveScreenshot(opened.page, 'descriptions-batch');
    await opened.page.getByTestId('batch-failure').first().getByRole('button').click();
    expect((await told('sticker/show')).at(-1)).toMatchObject({ id: idOf(37) });
    await opened.page.getByTestId('batch-retry').click();
    await eventually(() => text('batch-state')).toBe('running');
    await opened.page.evaluate(() => {
      window.scriptedHost.tell('batch/didChange', { root: '/data/stickers', batch: { id: 3, state: 'done', created: 0, model: 'm', policy: 'missing', total: 3074, done: 3070, failed: 0, skipped: 4, active: [], secondsPerSticker: 1.5, secondsLeft: 0, hosts: [], failures: [], trouble: '' } });
    });
    await eventually(() => text('batch-state')).toBe('done');
    expect(await opened.page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100');
    // One that was interrupted is asked about at every start until it goes on or is stopped.
    await opened.page.evaluate(() => {
      window.scriptedHost.tell('batch/didChange', { root: '/data/stickers', batch: { id: 3, state: 'interrupted', created: 0, model: 'm', policy: 'missing', total: 3074, done: 70, failed: 0, skipped: 4, active: [], secondsPerSticker: null, secondsLeft: null, trouble: '', hosts: [], failures: [] } });
    });
    await opened.page.getByTestId('batch-stop').click();
    await eventually(() => text('batch-state')).toBe('stopped');
    await opened.page.getByTestId('describe').click();
    expect((await told('descriptions/describe')).at(-1)).toEqual({ root: '/data/stickers', filter: {} });
  });

  test('statistics: a table and bars for each view', async () => {
    await opened.page.getByTestId('statistics').locator('summary').click();
    await opened.page.getByTestId('statistics').locator('tr[data-view="style"]').first().waitFor();
    expect(await opened.page.getByTestId('statistics').locator('tr[data-view="style"]').nth(1).textContent()).toMatch(/Style\s*41\.3, 40, 3 to 97/u);
    const heights = await opened.page.locator('.histogram').first().locator('.histogram-bar').evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().height));
    expect(heights[4] / heights[2]).toBeCloseTo(11_000 / 4100, 1);
  });

  test('looks right in every theme, and at 600 px', async () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      await showTheme(opened.page, theme);
      await opened.page.waitForTimeout(150);
      await saveScreenshot(opened.page, `descriptions-${theme}`);
    }
    await showTheme(opened.page, 'light');
    await opened.page.setViewportSize({ width: 600, height: 900 });
    await opened.page.locator('.statistics table').last().scrollIntoViewIfNeeded();
    await saveScreenshot(opened.page, 'descriptions-600-statistics');
    expect(await opened.page.locator('sl-descriptions-panel').evaluate((panel) => [panel.scrollWidth, panel.scrollLeft])).toEqual([600, 0]);
    await opened.page.getByTestId('statistics').locator('summary').click();
    await cell(1, 'details').click();
    await saveScreenshot(opened.page, 'descriptions-600');
    expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBe(600);
    const body = (await cell(1, 'details').locator('.cell-body').boundingBox())!;
    expect(body.x >= 0 && body.x + body.width <= 600).toBe(true);
  });

  test('in a narrow split the table stays in sight below the changes found, and does not move while they are counted', async () => {
    const { page, faults, close } = await browsing.open('descriptions', 'descriptions/describedStickers.ts', { width: 460, height: 800 });
    const table = async () => (await page.locator('sl-description-table').boundingBox())!;
    await page.getByTestId('find-section').locator('summary').click();
    await page.getByTestId('find').locator('input').fill('rabbit');
    await page.locator('sl-change-list').waitFor();
    const { y, height } = await table();
    expect(height).toBeGreaterThanOrEqual(200);
    expect(y + height).toBeLessThanOrEqual(800);
    await page.getByTestId('change').first().locator('del').waitFor();
    await saveScreenshot(page, 'descriptions-460-find');
    expect((await table()).y).toBe(y);
    await page.getByTestId('find').locator('input').fill('no text says this');
    await eventually(() => page.getByTestId('find-status').textContent()).toContain('No text matches.');
    expect((await table()).y).toBe(y);
    expect(faults).toEqual([]);
    await close();
  });

  test('raises no console error and breaks no content security policy', () => {
    expect(opened.faults).toEqual([]);
  });
});
