import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../browser/eventually.ts';
import { chromiumFile, startBrowsing, type Browsing, type PanelPage } from '../browser/openPanel.ts';
import { saveScreenshot } from '../browser/saveScreenshot.ts';
import { showTheme } from '../browser/themes.ts';

describe.skipIf(!chromiumFile)('the inspector in the sticker panel', { timeout: 60_000 }, () => {
  let browsing: Browsing;
  let opened: PanelPage;
  beforeAll(async () => {
    browsing = await startBrowsing();
    opened = await browsing.open('sticker', 'sticker/walkedMistakes.ts', { height: 1700 });
    await opened.page.getByTestId('probability').first().waitFor();
  }, 60_000);
  afterAll(async () => { await browsing?.close(); });

  const at = (testId: string) => opened.page.getByTestId(testId);
  const text = (testId: string) => at(testId).textContent();
  const asked = (method: string) => opened.page.evaluate((of) => window.scriptedHost.asked.filter((one) => one.method === of).map(({ params, cancelled }) => ({ params: params as Record<string, unknown>, cancelled })), method);
  const open = (section: string) => opened.page.locator(`[data-testid="section-${section}"] > summary`).click();
  const choose = async (testId: string, option: string) => {
    await at(testId).click();
    await opened.page.getByRole('option', { name: option, exact: true }).click();
  };
  /** Red, green, blue and opacity of the map over the panel's picture, at a point in shares of its sides. */
  const pixel = (x: number, y: number) => opened.page.locator('.sticker-picture canvas').evaluate((canvas: HTMLCanvasElement, [left, top]) =>
    [...canvas.getContext('2d')!.getImageData(Math.floor(left * canvas.width), Math.floor(top * canvas.height), 1, 1).data], [x, y] as const);

  test('nothing is explained before its section is open', async () => {
    expect(await text('walk-reason')).toBe('mistakes of tiny-1, test split, surest first');
    for (const method of ['explain/attention', 'explain/probe', 'explain/neighbours']) expect(await asked(method)).toEqual([]);
  });

  test('attention lies over the picture, within what the model saw, and is told in words', async () => {
    await open('attention');
    await opened.page.locator('.sticker-picture canvas').waitFor();
    expect(await asked('explain/attention')).toMatchObject([{ params: { run: '/data/stickers/.sticker-lab/runs/tiny-1', id: 'pack/a.png', descriptions: null, target: null } }]);
    // Stage 4's hill stands at 0.8 of the crop's width, which is 0.65 of the picture's.
    const [hot, cold, unseen] = [await pixel(0.67, 0.22), await pixel(0.3, 0.8), await pixel(0.1, 0.5)];
    expect(hot[1]).toBeGreaterThan(200);
    expect(cold[1]).toBeLessThan(60);
    expect(unseen.slice(0, 3)).toEqual([unseen[0], unseen[0], unseen[0]]);
    expect(hot[3]).toBe(Math.round(0.6 * 255));
    expect(await opened.page.locator('.heat-figures figcaption').textContent()).toMatch(/^Stage 4: upper right \d+\.\d % in the 3 strongest of 196 cells\.$/);
    expect(await text('text-shares')).toMatch(/Intention \(stage 1\)\s*44\.4 %/);
  });

  test('keys change stage and opacity, and hide the map', async () => {
    const { keyboard } = opened.page;
    await keyboard.press('[');
    await eventually(() => opened.page.locator('.heat-figures figcaption').textContent()).toMatch(/^Stage 3: /);
    await keyboard.press('+');
    await keyboard.press('+');
    await eventually(async () => (await pixel(0.3, 0.8))[3]).toBe(Math.round(0.8 * 255));
    await keyboard.press('-');
    await eventually(() => at('heat-opacity').inputValue()).toBe('0.7');
    await keyboard.press('h');
    await eventually(() => opened.page.locator('canvas').count()).toBe(0);
    await keyboard.press('h');
    await keyboard.press(']');
    await keyboard.press(']');
    await eventually(() => opened.page.locator('.heat-figures figcaption').count()).toBe(4);
    expect(await opened.page.locator('.sticker-picture canvas').count()).toBe(0);
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await showTheme(opened.page, theme);
      await saveScreenshot(opened.page, `attention-sheet-${theme}`);
    }
    await keyboard.press('[');
  });

  test('without descriptions beside it: the same class, asked once, and why a map of attention stays as it is', async () => {
    await choose('heat-against', 'beside: without descriptions');
    await eventually(() => at('heat-column').count()).toBe(2);
    expect((await asked('explain/attention')).at(-1)!.params).toMatchObject({ descriptions: {}, target: 2 });
    expect(await text('same-maps')).toContain('The decision map shows what the texts change.');
    await at('heat-kind').getByText('decision').click();
    await eventually(() => at('heat-column').nth(1).textContent()).toContain('nothing it attends to speaks for the class');
    expect(await at('same-maps').count()).toBe(0);
    expect(await at('heat-column').first().textContent()).toContain('predicted fear 64.0 %, map for fear');
    await choose('heat-against', 'beside: only Intention');
    await eventually(async () => (await asked('explain/attention')).at(-1)!.params).toMatchObject({ descriptions: { intention: 'Refuses an offer firmly.' }, target: 2 });
    const before = (await asked('explain/attention')).length;
    await choose('heat-against', 'beside: without descriptions');
    await eventually(() => at('heat-column').count()).toBe(2);
    expect((await asked('explain/attention')).length).toBe(before);
  });

  test('another run beside it is one of the dataset\'s that can be read', async () => {
    await choose('heat-against', 'beside: another run');
    await at('heat-run').waitFor();
    expect(await at('heat-run').locator('vscode-option').allTextContents()).toEqual(['Choose a run', 'bare-2 (tiny)']);
    await choose('heat-run', 'bare-2 (tiny)');
    await eventually(() => at('heat-column').nth(1).textContent()).toContain('Run bare-2');
    expect((await asked('explain/attention')).at(-1)!.params).toMatchObject({ run: '/data/stickers/.sticker-lab/runs/bare-2', descriptions: null });
    await choose('heat-target', 'for anger');
    await eventually(async () => (await asked('explain/attention')).at(-1)!.params).toMatchObject({ run: '/data/stickers/.sticker-lab/runs/bare-2', target: 0 });
  });

  test('the probe: typing moves the probabilities, against those stored, and only the last text is asked with', async () => {
    await open('probe');
    await at('probe-bars').waitFor();
    expect(await opened.page.getByTestId('probe-text').evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value))).toEqual(['Refuses an offer firmly.', 'Thick outlines, flat colours.', '', 'Red face, crossed arms.']);
    await eventually(() => opened.page.getByTestId('probability-change').allTextContents()).toEqual(Array(7).fill('0.0'));
    const before = (await asked('explain/probe')).length;
    await opened.page.locator('[data-probe="intention"] textarea').fill('Asks for');
    await opened.page.locator('[data-probe="intention"] textarea').pressSequentially(' 1 more');
    await eventually(() => opened.page.getByTestId('probability-change').nth(2).textContent()).toBe('−44.0');
    const questions = (await asked('explain/probe')).slice(before).filter(({ cancelled }) => !cancelled);
    expect(questions.at(-1)!.params['descriptions']).toEqual({ intention: 'Asks for 1 more', style: 'Thick outlines, flat colours.', roles: '', details: 'Red face, crossed arms.' });
    expect(await text('probe-time')).toMatch(/^Answered in \d+ ms, the model itself in 12 ms\.\s+Changes are against the run's stored prediction\.$/);
    expect(await asked('descriptions/change')).toEqual([]);
    // The 1 went into the text.
    expect(await asked('verdict/give')).toEqual([]);
  });

  test('a view is blanked, swapped and restored', async () => {
    const texts = () => opened.page.getByTestId('probe-text').evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value));
    await at('probe-restore-all').click();
    await eventually(() => opened.page.getByTestId('probability-change').nth(2).textContent()).toBe('0.0');
    await opened.page.locator('[data-probe="intention"]').getByTestId('probe-blank').click();
    await eventually(() => opened.page.getByTestId('probability-change').nth(2).textContent()).toBe('−44.0');
    await opened.page.locator('[data-probe="intention"]').getByTestId('probe-restore').click();
    await at('probe-swap').click();
    expect(await texts()).toEqual(['Thick outlines, flat colours.', 'Refuses an offer firmly.', '', 'Red face, crossed arms.']);
    await eventually(() => opened.page.getByTestId('probability-change').nth(2).textContent()).toBe('−44.0');
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await showTheme(opened.page, theme);
      await saveScreenshot(opened.page, `probe-${theme}`);
    }
  });

  test('a text that changes on the board reaches the views nobody has changed here, and the maps', async () => {
    const before = (await asked('explain/attention')).length;
    await opened.page.evaluate(() => { window.described.write('pack/a.png', 'details', 'Green face.', 'Bob'); });
    await eventually(() => opened.page.locator('[data-probe="details"] textarea').inputValue()).toBe('Green face.');
    expect(await opened.page.locator('[data-probe="intention"] textarea').inputValue()).toBe('Thick outlines, flat colours.');
    await eventually(async () => (await asked('explain/attention')).length).toBeGreaterThan(before);
    // The same texts once more change nothing.
    const [maps, reads] = [(await asked('explain/attention')).length, (await asked('sticker/read')).length];
    await opened.page.evaluate(() => { window.scriptedHost.tell('descriptions/didChange', { root: '/data/stickers', ids: null }); });
    await eventually(async () => (await asked('sticker/read')).length).toBe(reads + 1);
    await opened.page.evaluate(() => new Promise(requestAnimationFrame));
    expect((await asked('explain/attention')).length).toBe(maps);
  });

  test('a text of the probe becomes the sticker\'s only when it is taken over', async () => {
    const style = opened.page.locator('[data-probe="style"]');
    expect(await opened.page.evaluate(() => window.described.text('pack/a.png', 'style'))).toBe('Thick outlines, flat colours.');
    await style.getByTestId('probe-take').click();
    await eventually(() => opened.page.evaluate(() => window.described.text('pack/a.png', 'style'))).toBe('Refuses an offer firmly.');
    expect((await asked('descriptions/change')).map(({ params }) => (params['changes'] as { view: string }[])[0].view)).toEqual(['style']);
    await eventually(() => opened.page.locator('[data-view="style"] textarea').inputValue()).toBe('Refuses an offer firmly.');
    await opened.page.evaluate(() => { window.scriptedHost.tell('descriptions/didChange', { root: '/data/stickers', ids: ['pack/a.png'] }); });
    await eventually(() => style.getAttribute('data-changed')).toBe('false');
  });

  test('nearest training stickers: what is missing is computed, their labels counted, and one is opened and left again', async () => {
    await open('nearest');
    await eventually(() => text('nearest-reason')).toContain('has not been predicted');
    await at('nearest-compute').click();
    await eventually(() => at('nearest-tile').count()).toBe(2);
    expect((await asked('evaluation/compute')).map(({ params }) => params['split'])).toEqual(['train', 'test']);
    expect(await text('nearest-labels')).toBe('1 of 2 are labelled anger, as this one is.');
    await at('nearest').locator('img').first().waitFor();
    for (const theme of ['light', 'highContrast', 'dark'] as const) {
      await showTheme(opened.page, theme);
      await saveScreenshot(opened.page, `inspector-${theme}`);
    }
    await opened.page.setViewportSize({ width: 480, height: 1700 });
    await saveScreenshot(opened.page, 'inspector-narrow');
    expect(await opened.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480);
    await opened.page.setViewportSize({ width: 1000, height: 1700 });
    await at('nearest-tile').first().click();
    await eventually(() => text('sticker-id')).toBe('pack/x.png');
    await eventually(() => text('sticker-position')).toBe('not in the gallery\'s present filter');
    expect(await opened.page.locator('[data-probe="intention"] textarea').inputValue()).toBe('Refuses an offer firmly.');
    await at('sticker-back').click();
    await eventually(() => text('sticker-position')).toBe('1 of 3');
    expect(await at('sticker-back').count()).toBe(0);
  });

  test('a verdict by key: on to the next, the same again takes it back, with Shift the panel stays', async () => {
    const { keyboard } = opened.page;
    const pressed = () => at('verdict').locator('[aria-pressed="true"]').getAttribute('data-value', { timeout: 5000 });
    await keyboard.press('3');
    await eventually(() => text('sticker-id')).toBe('pack/b.png');
    await eventually(pressed).toBe('label');
    await keyboard.press('1');
    await eventually(() => text('verdict-status')).toBe('Taken back.');
    expect(await text('sticker-id')).toBe('pack/b.png');
    await keyboard.press('Shift+Digit4');
    await eventually(pressed).toBe('ambiguous');
    expect(await text('sticker-id')).toBe('pack/b.png');
    await eventually(() => text('sticker-position')).toBe('2 of 3');
    await keyboard.press('2');
    await eventually(() => text('sticker-id')).toBe('pack/c.png');
    await eventually(() => text('sticker-position')).toBe('3 of 3');
    await keyboard.press('2');
    await eventually(() => text('verdict-status')).toBe('Wrong text. There is no next sticker.');
    expect((await asked('verdict/give')).map(({ params: { id, verdict } }) => [id, verdict])).toEqual([
      ['pack/a.png', 'model'], ['pack/b.png', null], ['pack/b.png', 'ambiguous'], ['pack/b.png', 'text'], ['pack/c.png', 'text'],
    ]);
  });

  test('a broken picture has no map over it, and the words stay', async () => {
    await opened.page.getByText('The file ends in the middle of the picture.').waitFor();
    await eventually(() => at('heat-column').count()).toBeGreaterThan(0);
    expect(await opened.page.locator('canvas').count()).toBe(0);
  });

  test('a run that cannot be explained says why, and is asked again', async () => {
    await opened.page.evaluate(() => { window.explained.failing = 'The run has no checkpoint yet'; });
    await opened.page.keyboard.press('ArrowLeft');
    const notices = opened.page.getByTestId('error-notice');
    await eventually(() => notices.count()).toBe(2);
    expect(await notices.allTextContents()).toEqual(Array(2).fill(expect.stringMatching(/The run has no checkpoint yet\s*\/data\/stickers\/.sticker-lab\/runs\/tiny-1\s*Train it first\./)));
    await opened.page.evaluate(() => { window.explained.failing = ''; });
    await notices.first().getByText('Try Again', { exact: true }).click();
    await notices.first().getByText('Try Again', { exact: true }).click();
    await eventually(() => notices.count()).toBe(0);
    await opened.page.locator('.sticker-picture canvas').waitFor();
  });

  test('a verdict given before the next sticker is known waits for it', async () => {
    await opened.page.evaluate(() => { window.walked.slow = 700; });
    await opened.page.keyboard.press('ArrowLeft');
    await eventually(() => text('sticker-id')).toBe('pack/a.png');
    expect(await text('sticker-position')).toBe('');
    await opened.page.keyboard.press('1');
    await eventually(() => text('sticker-id')).toBe('pack/b.png');
    expect((await asked('verdict/give')).at(-1)!.params).toMatchObject({ id: 'pack/a.png', verdict: 'label' });
  });

  test('what one run predicted is not shown as another\'s, nor a verdict of another dataset', async () => {
    await opened.page.evaluate(() => { window.walked.slow = 0; });
    const run = '/data/stickers/.sticker-lab/runs/bare-2';
    await opened.page.evaluate(() => { window.walked.show({ id: 'pack/b.png' }); });
    await eventually(() => text('sticker-position')).toBe('2 of 3');
    await eventually(() => at('verdict').locator('[aria-pressed="true"]').getAttribute('data-value', { timeout: 5000 })).toBe('text');
    await opened.page.evaluate((other) => {
      window.walked.slow = 1500;
      window.walked.show({ id: 'pack/b.png', run: other });
    }, run);
    await opened.page.getByText('Reading the sticker').waitFor({ timeout: 5000 });
    expect(await at('probability').count()).toBe(0);
    await opened.page.getByText('Run bare-2').waitFor();
    await opened.page.evaluate((other) => { window.walked.show({ id: 'pack/b.png', run: other }, '/data/other'); }, run);
    await eventually(() => at('verdict').locator('[aria-pressed="true"]').count()).toBe(0);
    await opened.page.evaluate(() => {
      window.walked.slow = 0;
      window.walked.show({ id: 'pack/b.png' });
    });
    await opened.page.getByText('Run tiny-1').waitFor();
  });

  test('raises no console error and breaks no content security policy', () => {
    expect(opened.faults).toEqual([]);
  });

  test('without a run there is nothing to judge or explain, and the panel says so; sections are as they were left', async () => {
    await opened.page.reload();
    await opened.page.locator('.sticker-picture canvas').waitFor();
    await eventually(() => opened.page.locator('details[open]').count()).toBe(3);
    const without = await browsing.open('sticker', 'sticker/board/threeStickers.ts');
    await eventually(() => without.page.getByTestId('no-prediction').textContent()).toContain('No run is chosen in the gallery.');
    expect(await without.page.locator('sl-verdict, details').count()).toBe(0);
    await without.close();
  });
});
