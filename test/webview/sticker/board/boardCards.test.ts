import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BoardCommand } from '../../../../extension/protocol/board.ts';
import type { View } from '../../../../extension/protocol/engine.ts';
import { eventually } from '../../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../../browser/openPanel.ts';
import { saveScreenshot } from '../../browser/saveScreenshot.ts';
import { showTheme } from '../../browser/themes.ts';

describe.skipIf(!chromiumFile)('the board', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => { browsing = await startBrowsing(); }, 60_000);
  afterAll(async () => { await browsing?.close(); });
  beforeEach(async () => {
    opened = await browsing.open('sticker', 'sticker/board/threeStickers.ts', { width: 1000, height: 900 });
    await opened.page.getByTestId('description').first().waitFor();
  });
  afterEach(async () => {
    expect(opened.faults).toEqual([]);
    await opened.close();
  });

  const card = (view: View) => opened.page.locator(`[data-view="${view}"]`);
  const area = (view: View) => card(view).locator('textarea');
  const part = (view: View, testId: string) => card(view).getByTestId(testId);
  const stored = (id: string, view: View) => opened.page.evaluate(([of, which]) => window.described.text(of, which), [`pack/${id}.png`, view] as const);
  const shown = (view: View) => card(view).getAttribute('data-shown');
  const sticker = () => opened.page.locator('.description-cards').getAttribute('data-sticker');
  const message = () => opened.page.getByTestId('board-message').textContent();
  const left = () => opened.page.getByTestId('left-to-review').textContent();
  const focused = () => opened.page.evaluate(() => document.activeElement?.closest('[data-view]')?.getAttribute('data-view') ?? null);
  const command = (name: BoardCommand) => opened.page.evaluate((given) => { window.scriptedHost.tell('board/command', { command: given }); }, name);

  test('each card tells its state, count, who and when, and why it is stale', async () => {
    expect(await opened.page.locator('.description-card .state-mark').allTextContents()).toEqual(['✦ generated', '▪ from the dataset', '↻ stale', '✓ accepted']);
    expect(await part('intention', 'pieces').textContent()).toBe('23 of 120 pieces');
    expect(await part('details', 'pieces').textContent()).toBe('≈ 144 of 120 pieces');
    expect(await part('details', 'pieces').getAttribute('title')).toContain('BERT\'s own is not installed');
    expect(await part('intention', 'who').textContent()).toMatch(/^llava:7b, 5 Jan 2026, \d\d:\d\d$/);
    expect(await part('style', 'who').count()).toBe(0);
    expect(await part('roles', 'stale-reason').textContent()).toBe('Stale: another prompt');
    await eventually(left).toBe('3 left to review');
  });

  test('what the model does not read is greyed within the text', async () => {
    expect(await card('details').locator('.greyed').textContent()).toBe('before a plain white ground.'.slice(-24));
    const [copy, typed] = await card('details').locator('.text-area > *').evaluateAll((all) => all.map((one) => ({ width: one.clientWidth, height: one.scrollHeight, color: getComputedStyle(one).color })));
    expect([typed.width, typed.height, typed.color]).toEqual([copy.width, copy.height, 'rgba(0, 0, 0, 0)']);
    expect(await part('details', 'cut-note').textContent()).toContain('The model does not read what is greyed.');
    expect(await card('intention').locator('.greyed').count()).toBe(0);
  });

  test('undo takes back no older act while what was typed last could not be saved', async () => {
    await area('intention').fill('Saved.');
    await eventually(() => stored('a', 'intention')).toBe('Saved.');
    await opened.page.evaluate(() => { window.described.failing = 'The disk is full.'; });
    await area('style').fill('Typed on a full disk.');
    await command('undo');
    await eventually(message).toBe('Style is not saved yet, so there is no undo.');
    expect([await stored('a', 'intention'), await area('style').inputValue()]).toEqual(['Saved.', 'Typed on a full disk.']);
    await opened.page.evaluate(() => { window.described.failing = ''; });
    await command('undo');
    await eventually(message).toContain('Undone: Edit');
    await eventually(() => area('style').inputValue()).toBe('Thick outlines, flat colours.');
  });

  test('a text area grows with its text, and what is typed is saved by itself', async () => {
    const height = async () => (await area('intention').boundingBox())!.height;
    const before = await height();
    await area('intention').fill('One line\n\n\n\n\n\n\nand another');
    expect(await height()).toBeGreaterThan(before + 60);
    await eventually(() => stored('a', 'intention')).toBe('One line\n\n\n\n\n\n\nand another');
    await eventually(() => shown('intention')).toBe('edited');
  });

  test('HTML and control characters are shown as text', async () => {
    await opened.page.getByTestId('sticker-next').click();
    await eventually(sticker).toBe('pack/b.png');
    expect(await area('intention').inputValue()).toBe(await stored('b', 'intention'));
    await area('intention').press('End');
    await area('intention').pressSequentially('!');
    await part('intention', 'show-history').click();
    await eventually(() => part('intention', 'history').locator('.own-lines').first().textContent()).toBe(await area('intention').inputValue());
    expect(await opened.page.title()).not.toBe('run');
    expect(await opened.page.locator('.description-cards img, .description-cards script').count()).toBe(0);
  });

  test('no key is lost where the sticker changes in the middle of typing, or answers come late', async () => {
    await opened.page.evaluate(() => { window.described.hold = true; });
    await area('intention').focus();
    await opened.page.keyboard.press('End');
    await opened.page.keyboard.type(' More', { delay: 150 });
    await opened.page.keyboard.type(' and more.');
    await opened.page.getByTestId('sticker-next').click();
    await eventually(sticker).toBe('pack/b.png');
    expect(await area('roles').inputValue()).toBe('Edited.');
    await opened.page.evaluate(() => { window.described.hold = false; });
    await eventually(() => stored('a', 'intention')).toBe('Says hello to a friend. More and more.');
    expect(await stored('b', 'intention')).toContain('<img');
  });

  test('a page that is closed at once finds what was typed when it opens again', async () => {
    await opened.page.evaluate(() => { window.described.hold = true; });
    await area('intention').fill('Typed at the last moment');
    await opened.page.reload();
    await eventually(() => stored('a', 'intention')).toBe('Typed at the last moment');
    await eventually(() => area('intention').inputValue()).toBe('Typed at the last moment');
  });

  test('two people at one text: both are shown, and one is chosen', async () => {
    await opened.page.evaluate(() => { window.described.hold = true; });
    await area('intention').fill('Mine');
    await opened.page.evaluate(() => {
      window.described.write('pack/a.png', 'intention', 'Theirs', 'Grace');
      window.described.hold = false;
    });
    await part('intention', 'conflict').waitFor();
    expect(await part('intention', 'conflict').textContent()).toMatch(/Grace changed this text.*Theirs/su);
    expect([await area('intention').inputValue(), await stored('a', 'intention')]).toEqual(['Mine', 'Theirs']);
    await saveScreenshot(opened.page, 'board-conflict');
    await part('intention', 'keep-mine').click();
    await eventually(() => stored('a', 'intention')).toBe('Mine');
    await eventually(() => part('intention', 'conflict').count()).toBe(0);
  });

  test('a save that fails says why in the card, and the text stays', async () => {
    await opened.page.evaluate(() => { window.described.failing = 'The disk is full.'; });
    await area('style').fill('Water colours.');
    await eventually(() => card('style').getByTestId('error-notice').textContent()).toMatch(/The disk is full\..*Make room on the disk\./su);
    await opened.page.getByTestId('sticker-next').click();
    await eventually(() => opened.page.getByTestId('unsaved-elsewhere').textContent()).toContain('What was typed for pack/a.png is not saved yet.');
    await opened.page.evaluate(() => { window.described.failing = ''; });
    await eventually(() => stored('a', 'style')).toBe('Water colours.');
    await eventually(() => opened.page.getByTestId('unsaved-elsewhere').count()).toBe(0);
  });

  test('Tab goes from card to card, and so do the commands', async () => {
    await opened.page.keyboard.press('Tab');
    for (const view of ['intention', 'style', 'roles', 'details']) {
      expect(await focused()).toBe(view);
      await opened.page.keyboard.press('Tab');
    }
    expect(await focused()).toBe(null);
    await command('edit');
    await eventually(focused).toBe('intention');
    await command('previousCard');
    await eventually(focused).toBe('details');
    await command('nextCard');
    await eventually(focused).toBe('intention');
  });

  test('one key accepts and goes on through the stickers, until all are reviewed', async () => {
    await command('acceptAndNext');
    await eventually(focused).toBe('roles');
    await eventually(() => shown('intention')).toBe('accepted');
    await command('acceptAndNext');
    await eventually(sticker).toBe('pack/b.png');
    await eventually(focused).toBe('intention');
    await eventually(left).toBe('2 left to review');
    await command('acceptAndNext');
    await eventually(focused).toBe('details');
    await area('details').pressSequentially('A hand.');
    await command('acceptAndNext');
    await eventually(sticker).toBe('pack/c.png');
    await eventually(() => stored('b', 'details')).toBe('A hand.');
    await eventually(focused).toBe('intention');
    await command('acceptAndNext');
    await eventually(left).toBe('All are reviewed.');
    expect(await sticker()).toBe('pack/c.png');
  });

  test('keys faster than the service: the focus goes to no card that was accepted already', async () => {
    await opened.page.evaluate(() => { window.described.slow = true; });
    await command('acceptAndNext');
    await eventually(focused).toBe('roles');
    await command('acceptAndNext');
    await eventually(sticker).toBe('pack/b.png');
  });

  test('undo goes to the sticker it changed and says what it took back', async () => {
    await part('intention', 'accept').click();
    await eventually(() => shown('intention')).toBe('accepted');
    await opened.page.getByTestId('sticker-next').click();
    await eventually(sticker).toBe('pack/b.png');
    await command('undo');
    await eventually(sticker).toBe('pack/a.png');
    await eventually(() => shown('intention')).toBe('generated');
    await eventually(message).toBe('Undone: Accept, Intention of pack/a.png');
    await eventually(focused).toBe('intention');
    await command('undo');
    await eventually(message).toBe('Nothing to undo.');
  });

  test('regenerating streams beside the old text, which stands until the new one is taken', async () => {
    await part('intention', 'regenerate').click();
    await eventually(() => part('intention', 'stream').textContent()).toMatch(/^Says/);
    expect(await area('intention').inputValue()).toBe('Says hello to a friend.');
    await eventually(() => part('intention', 'proposal-text').textContent()).toBe('Says hello again.');
    expect(await stored('a', 'intention')).toBe('Says hello to a friend.');
    await saveScreenshot(opened.page, 'board-proposal');
    await part('intention', 'take').click();
    await eventually(() => area('intention').inputValue()).toBe('Says hello again.');
    await eventually(() => shown('intention')).toBe('accepted');
  });

  test('a regeneration can be cancelled, and one that fails says why', async () => {
    await opened.page.evaluate(() => { window.described.answer = null; });
    await part('roles', 'regenerate').click();
    await part('roles', 'cancel-regeneration').click();
    await eventually(() => part('roles', 'writing').count()).toBe(0);
    expect(await opened.page.evaluate(() => window.scriptedHost.asked.find(({ method }) => method === 'descriptions/regenerate')?.cancelled)).toBe(true);
    await opened.page.evaluate(() => { window.described.answer = ''; });
    await part('roles', 'regenerate').click();
    await eventually(() => card('roles').getByTestId('error-notice').textContent()).toMatch(/The model refused\..*Change the prompt\./su);
  });

  test('difference by words, read out as added and removed', async () => {
    await part('roles', 'show-difference').click();
    expect(await card('roles').locator('del').textContent()).toBe('(removed: dog)');
    expect(await card('roles').locator('ins').textContent()).toBe('(added: cat)');
    expect(await part('roles', 'show-difference').getAttribute('aria-expanded')).toBe('true');
  });

  test('the history tells where a model\'s text came from, folded away', async () => {
    await area('intention').fill('Says goodbye.');
    await area('intention').blur();
    await part('intention', 'show-history').click();
    await eventually(() => part('intention', 'history').locator('> li').count()).toBe(2);
    const folded = part('intention', 'provenance');
    expect(await folded.count()).toBe(1);
    expect(await folded.locator('dl').isVisible()).toBe(false);
    await folded.locator('summary').click();
    expect(await folded.locator('summary').textContent()).toBe('Written by llava:7b');
    expect(await folded.locator('dd').allTextContents()).toEqual(['llava:7b', '0123456789ab', 'http://127.0.0.1:11434', 'version 1234', 'rounds', '1', 'temperature 0.2, num_ctx 8192', '9.0 s']);
  });

  test('an entry of the history can be brought back', async () => {
    await area('style').fill('First');
    await area('style').blur();
    await area('style').fill('Second');
    await area('style').blur();
    await part('style', 'show-history').click();
    await eventually(() => part('style', 'history').locator('li').count()).toBe(2);
    await part('style', 'restore').first().click();
    await eventually(() => area('style').inputValue()).toBe('First');
    await eventually(message).toBe('Style is restored.');
  });

  test('light, dark and high contrast, and a narrow panel', async () => {
    await part('roles', 'show-difference').click();
    await part('style', 'show-history').click();
    await part('intention', 'regenerate').click();
    await part('intention', 'proposal-text').waitFor();
    for (const theme of ['light', 'dark', 'highContrast'] as const) {
      await showTheme(opened.page, theme);
      await saveScreenshot(opened.page, `board-${theme}`);
    }
    for (const width of [600, 460]) {
      await opened.page.setViewportSize({ width, height: 900 });
      expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const picture = (await opened.page.locator('.sticker-picture').boundingBox())!;
      const first = (await card('intention').boundingBox())!;
      expect(first.x >= picture.x + picture.width || first.y >= picture.y + picture.height).toBe(true);
      await saveScreenshot(opened.page, `board-${width}`);
    }
  });
});
