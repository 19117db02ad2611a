import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from '@playwright/test';
import { startOllamaServer, type OllamaServer } from '../support/ollamaServer.ts';
import { expect, test as base } from './fixture.ts';
import { runPackaged } from './packaged.ts';
import type { Workbench } from './workbench.ts';

/** Of the first stickers, whose texts a model has written. */
const generated = 4;

/** The fixture's window, on a dataset whose first stickers were described by a model; its host goes on answering. */
const test = base.extend<{ readonly ollama: OllamaServer }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  ollama: async ({}, use) => {
    const server = await startOllamaServer();
    await use(server);
    await server.stop();
  },
  dataset: async ({ dataset, ollama }, use) => {
    const file = path.join(dataset, 'descriptions.jsonl');
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n').toSorted();
    await writeFile(file, `${lines.slice(generated).join('\n')}\n`);
    await mkdir(path.join(dataset, '.vscode'));
    await writeFile(path.join(dataset, '.vscode/settings.json'), JSON.stringify({ 'stickerLab.ollama.hosts': [{ url: ollama.url }] }));
    await runPackaged('describe', dataset, '--host', ollama.url, '--concurrency', '1');
    await use(dataset);
  },
});

const card = (sticker: Frame, view: string) => sticker.locator(`.description-card[data-view="${view}"]`);
const area = (sticker: Frame, view: string) => card(sticker, view).locator('textarea');
const shownSticker = (sticker: Frame) => sticker.locator('.description-cards').getAttribute('data-sticker');

async function openFirst(workbench: Workbench): Promise<Frame> {
  const gallery = await workbench.panel('gallery');
  await gallery.locator('[data-sticker-id]').first().click();
  const sticker = await workbench.panel('sticker');
  await expect(sticker.locator('.description-card')).toHaveCount(4);
  await expect(sticker.getByTestId('left-to-review')).toHaveText(`${generated} left to review`);
  return sticker;
}

/** Reloads the window at once; -> the Sticker panel, on the same sticker. VS Code may not yet have kept that the panel was open: the gallery brings it. */
async function reload(workbench: Workbench): Promise<Frame> {
  await workbench.page.reload();
  await workbench.tab('Gallery').waitFor({ timeout: 90_000 });
  return openFirst(workbench);
}

test.beforeEach(() => { test.setTimeout(300_000); });

test('what is typed is there after a reload; one key accepts through the stickers; undo goes back to them', async ({ workbench, page }) => {
  let sticker = await openFirst(workbench);
  const first = await shownSticker(sticker);
  await expect(card(sticker, 'intention')).toHaveAttribute('data-shown', 'generated');
  await area(sticker, 'intention').click();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('Wants to cheer up a friend.');
  sticker = await reload(workbench);
  await expect(area(sticker, 'intention')).toHaveValue('Wants to cheer up a friend.');
  await expect(card(sticker, 'intention')).toHaveAttribute('data-shown', 'edited');
  await card(sticker, 'intention').getByTestId('show-difference').click();
  await card(sticker, 'intention').getByTestId('show-history').click();
  await expect(card(sticker, 'intention').getByTestId('history').locator('li')).toHaveCount(2);
  await workbench.screenshot('board-light');

  await area(sticker, 'intention').click();
  await page.keyboard.press('F8');
  await expect(area(sticker, 'style')).toBeFocused();
  for (const next of ['roles', 'details']) {
    await page.keyboard.press('Control+Enter');
    await expect(area(sticker, next)).toBeFocused();
  }
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => shownSticker(sticker)).not.toBe(first);
  await expect(area(sticker, 'intention')).toBeFocused();
  await expect(sticker.getByTestId('left-to-review')).toHaveText(`${generated - 1} left to review`);
  const second = await shownSticker(sticker);

  await page.keyboard.press('Alt+U');
  await expect(sticker.getByTestId('board-message')).toHaveText(`Undone: Accept, Details of ${first}`);
  await expect.poll(() => shownSticker(sticker)).toBe(first);
  await expect(area(sticker, 'details')).toBeFocused();
  await expect(card(sticker, 'details')).toHaveAttribute('data-shown', 'generated');
  await workbench.screenshot('board-undone');
  await page.keyboard.press('Alt+Shift+U');
  await expect(card(sticker, 'details')).toHaveAttribute('data-shown', 'accepted');
  await page.keyboard.press('F8');
  await expect.poll(() => shownSticker(sticker)).toBe(second);
  for (let left = generated - 1; left > 0; left--) {
    for (const view of ['intention', 'style', 'roles', 'details']) {
      await expect(area(sticker, view)).toBeFocused();
      await page.keyboard.press('Control+Enter');
    }
    await expect(sticker.getByTestId('left-to-review')).toHaveText(left === 1 ? 'All are reviewed.' : `${left - 1} left to review`);
  }
});

test.describe('in a dark theme', () => {
  test.use({ theme: 'dark' });

  test('a view is written anew beside the old text, which stands until the new one is taken', async ({ workbench, ollama }) => {
    const sticker = await openFirst(workbench);
    const old = await area(sticker, 'roles').inputValue();
    ollama.delay = 4000;
    ollama.answer = () => 'The main role is a small robot made of tin, which stands in the middle of the picture and looks at the one who reads. Nobody else is there.';
    await card(sticker, 'roles').getByTestId('regenerate').click();
    const stream = card(sticker, 'roles').getByTestId('stream');
    await expect(stream).toHaveText(/^The main role/);
    const early = (await stream.textContent())!.length;
    await expect.poll(async () => (await stream.textContent())!.length).toBeGreaterThan(early);
    await expect(area(sticker, 'roles')).toHaveValue(old);
    await card(sticker, 'roles').scrollIntoViewIfNeeded();
    await workbench.screenshot('board-streaming-dark');
    await expect(card(sticker, 'roles').getByTestId('proposal-text')).toHaveText(/Nobody else is there\.$/);
    await expect(area(sticker, 'roles')).toHaveValue(old);
    await card(sticker, 'roles').getByTestId('take').click();
    await expect(area(sticker, 'roles')).toHaveValue(/^The main role is a small robot/);
    await expect(card(sticker, 'roles')).toHaveAttribute('data-shown', 'accepted');

    await card(sticker, 'style').getByTestId('regenerate').click();
    await card(sticker, 'style').getByTestId('cancel-regeneration').click();
    await expect(card(sticker, 'style').getByTestId('writing')).toHaveCount(0);
    await ollama.stop();
    await card(sticker, 'style').getByTestId('regenerate').click();
    await expect(card(sticker, 'style').getByTestId('error-notice')).toContainText(ollama.url);
    await card(sticker, 'style').scrollIntoViewIfNeeded();
    await workbench.screenshot('board-failed-dark');
  });
});

test.describe('in high contrast', () => {
  test.use({ theme: 'highContrast' });

  test('a text with HTML is shown as text, and what BERT does not read is greyed', async ({ workbench }) => {
    const sticker = await openFirst(workbench);
    const hostile = '<img src=x onerror="document.title=\'run\'"><script>document.title=\'run\'</script> \u0007&lt;b&gt;';
    await area(sticker, 'intention').fill(hostile);
    await area(sticker, 'style').fill('thick lines and flat colours, '.repeat(120));
    await expect(card(sticker, 'intention')).toHaveAttribute('data-shown', 'edited');
    await expect(card(sticker, 'style').getByTestId('cut-note')).toBeVisible();
    await expect(card(sticker, 'style').locator('.greyed')).toHaveText(/colours,\s*$/);
    const again = await reload(workbench);
    await expect(area(again, 'intention')).toHaveValue(hostile);
    await card(again, 'intention').getByTestId('show-history').click();
    await expect(card(again, 'intention').getByTestId('history').locator('.own-lines').first()).toHaveText(hostile);
    await card(again, 'intention').getByTestId('show-difference').click();
    expect(await again.evaluate(() => document.title)).not.toBe('run');
    await expect(again.locator('.description-cards :is(img, script)')).toHaveCount(0);
    await workbench.screenshot('board-high-contrast');
    await card(again, 'style').getByTestId('cut-note').scrollIntoViewIfNeeded();
    await workbench.screenshot('board-cut-high-contrast');
  });
});
