import path from 'node:path';
import { expect, test } from './fixture.ts';
import { openFullestMistake } from './mistakes.ts';

const pictures = path.join(import.meta.dirname, '../../media/screenshots');

test.use({ stickers: 700 });

test('draws the pictures of the README', async ({ workbench, host, page }) => {
  test.setTimeout(600_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  const keep = (name: string) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
  host.configure({ 'workbench.colorTheme': 'Light 2026' });
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
  await analysis.getByTestId('compute-map').click();
  await expect(analysis.getByTestId('map-plot')).toBeVisible({ timeout: 60_000 });
  await analysis.getByTestId('confusion-matrix').scrollIntoViewIfNeeded();
  await keep('analysis');
  await openFullestMistake(analysis);
  gallery = await workbench.panel('gallery');
  await gallery.locator('[data-sticker-id] img').first().waitFor();
  await gallery.locator('[data-sticker-id]').first().click();
  const sticker = await workbench.panel('sticker');
  await expect(sticker.getByTestId('probability')).toHaveCount(7);
  await keep('gallery');
});
