import path from 'node:path';
import { expect, test } from './fixture.ts';
import { openFullestMistake } from './mistakes.ts';
import { themeSetting } from './themes.ts';
import { describing } from './undescribed.ts';

const pictures = path.join(import.meta.dirname, '../../media/screenshots');

test.use({ stickers: 700 });

test('draws the pictures of the README', async ({ workbench, host, page }) => {
  test.setTimeout(600_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  const keep = (name: string) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
  host.configure(themeSetting('light'));
  await workbench.run('Sticker Lab: Focus on Datasets View');
  let gallery = await workbench.panel('gallery');
  await expect(gallery.getByTestId('gallery-count')).toHaveText('700 of 700 stickers');
  await workbench.run('Sticker Lab: Train MGHFT...');
  await workbench.quickPick('tiny');
  await workbench.quickPick('cpu');
  await workbench.answer('tiny-1');
  const run = await workbench.panel('run');
  await expect(run.getByTestId('run-epoch')).toHaveText(/^[6-9] |^1\d /, { timeout: 400_000 });
  await keep('run');
  await expect(run.getByTestId('run-state')).toHaveText('done', { timeout: 400_000 });
  await run.getByTestId('run-analyze').click();
  const analysis = await workbench.panel('analysis');
  await expect(analysis.getByTestId('accuracy')).toHaveText(/\d/);
  await expect(analysis.getByTestId('accuracy-interval')).toHaveText(/95 %: \d/);
  await keep('analysis');
  await openFullestMistake(analysis);
  gallery = await workbench.panel('gallery');
  await gallery.locator('[data-sticker-id] img').first().waitFor();
  await gallery.locator('[data-sticker-id]').first().click();
  const sticker = await workbench.panel('sticker');
  await expect(sticker.getByTestId('probability')).toHaveCount(7);
  await keep('gallery');
});

describing.use({ delays: [60, 90] });

describing('draws the pictures of describing; the texts are the tests\' server\'s', async ({ workbench, host, hosts, page }) => {
  describing.setTimeout(300_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  const keep = (name: string) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
  host.configure(themeSetting('light'));
  await workbench.run('Sticker Lab: Focus on Ollama View');
  await workbench.run('Sticker Lab: Show Descriptions');
  let panel = await workbench.panel('descriptions');
  await panel.getByTestId('describe').click();
  await workbench.quickPick('What is missing');
  await workbench.quickPick('Start');
  panel = await workbench.panel('descriptions');
  await expect(panel.getByTestId('batch-done')).toHaveText(/^[1-6]\d\d/, { timeout: 200_000 });
  await panel.getByTestId('batch-hosts').locator('summary').click();
  await keep('descriptions');
  await panel.getByTestId('batch-stop').click();
  await workbench.run('Sticker Lab: Show Gallery');
  const gallery = await workbench.panel('gallery');
  await gallery.locator('[data-sticker-id]').first().click();
  const sticker = await workbench.panel('sticker');
  const card = sticker.locator('.description-card[data-view="intention"]');
  hosts[0].delay = 4000;
  hosts[0].answer = () => 'Somebody who has just had good news sends this sticker, laughing out loud, to let a friend share in it. It is meant warmly, without any irony, and it would also fit as an answer to a joke.';
  await card.getByTestId('regenerate').click();
  await expect(card).toContainText('share in it', { timeout: 30_000 });
  await keep('board');
});
