import path from 'node:path';
import type { Frame } from '@playwright/test';
import { openDescriptionStore } from '../../engine/store/openDescriptionStore.ts';
import { expect, test } from './fixture.ts';
import { photographer } from './themes.ts';
import { describing } from './undescribed.ts';
import type { Workbench } from './workbench.ts';

const cell = (panel: Frame, row: number, view: string) => panel.locator('[data-sticker-id]').nth(row).locator(`[data-view="${view}"]`);
const status = (panel: Frame) => panel.getByTestId('find-status');

/** Once the gallery that opens with the window is there: it would lie before the panel. */
async function openDescriptions(workbench: Workbench): Promise<Frame> {
  await workbench.panel('gallery');
  await workbench.run('Sticker Lab: Show Descriptions');
  return workbench.panel('descriptions');
}

test('texts are edited in the table, found and replaced, and taken back, in every theme', async ({ workbench, page }) => {
  test.setTimeout(180_000);
  const panel = await openDescriptions(workbench);
  const photograph = photographer(workbench, 'light');
  const screenshots = (name: string) => photograph(name, panel);
  await expect(panel.getByTestId('gallery-count')).toHaveText('210 of 210 stickers');
  await expect(cell(panel, 0, 'style').locator('[data-state="given"]')).toBeVisible();
  await expect.poll(() => panel.locator('.row-picture img').count()).toBeGreaterThan(3);

  const edited = await panel.locator('[data-sticker-id]').first().getAttribute('data-sticker-id');
  await cell(panel, 0, 'intention').dblclick();
  await panel.getByTestId('cell-editor').fill('Says <b>no</b> to a zeppelin ride.');
  await page.keyboard.press('Tab');
  await page.keyboard.type(' Seen from a zeppelin.');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Escape');
  await expect(cell(panel, 0, 'style').locator('[data-state="edited"]')).toBeVisible();
  await expect(cell(panel, 0, 'intention')).toContainText('Says <b>no</b> to a zeppelin ride.');
  await cell(panel, 0, 'style').click();
  await screenshots('descriptions');

  await panel.locator('.sticker-cell').first().click();
  const sticker = await workbench.panel('sticker');
  await expect(sticker.getByTestId('sticker-id')).toHaveText(edited!);
  await expect(sticker.locator('[data-view="intention"] textarea')).toHaveValue('Says <b>no</b> to a zeppelin ride.');

  await cell(panel, 0, 'style').click();
  await page.keyboard.press('Control+End');
  await expect(panel.locator('[aria-rowindex="211"]')).toBeInViewport();
  await page.keyboard.press('Control+Home');

  await panel.getByTestId('find-section').locator('summary').click();
  await panel.getByTestId('find').locator('input').fill('Zeppelin');
  await panel.getByTestId('replacement').locator('input').fill('balloon');
  await expect(panel.getByTestId('replace')).toHaveText('Replace 2 places in 2 texts');
  await expect(panel.getByTestId('change').first().locator('ins')).toContainText('balloon');
  await screenshots('descriptions-find');
  await panel.getByTestId('find-options').getByRole('button', { name: 'Match case' }).click();
  await expect(status(panel)).toContainText('No text matches.');
  await panel.getByTestId('find-options').getByRole('button', { name: 'Match case' }).click();
  await expect(panel.getByTestId('replace')).toHaveText('Replace 2 places in 2 texts');
  await panel.getByTestId('replace').click();
  await expect(status(panel)).toContainText('Replaced 2 places in 2 texts.');
  await expect(cell(panel, 0, 'intention')).toContainText('to a balloon ride');
  await expect(sticker.locator('[data-view="intention"] textarea')).toHaveValue('Says <b>no</b> to a balloon ride.');
  await panel.getByTestId('find-undo').click();
  await expect(status(panel)).toContainText('Taken back: Replace');
  await expect(cell(panel, 0, 'intention')).toContainText('to a zeppelin ride');

  await panel.getByTestId('find-options').getByRole('button', { name: 'Regular expression' }).click();
  await panel.getByTestId('find').locator('input').fill('(zeppelin');
  await expect(panel.getByTestId('error-notice')).toBeVisible();
  await panel.getByTestId('statistics').locator('summary').click();
  await expect(panel.getByTestId('statistics').locator('tr[data-view="intention"]').first()).toContainText('209');
  await panel.getByTestId('statistics').scrollIntoViewIfNeeded();
  await screenshots('descriptions-statistics');
});

test('a text being typed when the window is reloaded is back in its cell', async ({ workbench, page }) => {
  test.setTimeout(240_000);
  let panel = await openDescriptions(workbench);
  await cell(panel, 0, 'style').dblclick();
  await panel.getByTestId('cell-editor').fill('Seen from a zeppelin, half ty');
  await page.reload();
  await workbench.tab('Gallery').waitFor({ timeout: 90_000 });
  // The gallery, where it opens late, lies before the panel.
  await expect(async () => {
    await workbench.run('Sticker Lab: Show Descriptions');
    panel = await workbench.panel('descriptions');
    await expect(cell(panel, 0, 'style').getByTestId('cell-trouble')).toContainText('Not saved: the panel was closed before.');
  }).toPass({ timeout: 120_000 });
  await expect(cell(panel, 0, 'style')).toContainText('Seen from a zeppelin, half ty');
  await workbench.screenshot('descriptions-draft');
  await cell(panel, 0, 'style').locator('.cell-text').click();
  await page.keyboard.type('ped.');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Escape');
  await expect(cell(panel, 0, 'style').locator('[data-state="edited"]')).toBeVisible();
  await expect(cell(panel, 0, 'style')).toContainText('Seen from a zeppelin, half typed.');
  await expect(panel.getByTestId('unsaved')).toHaveCount(0);
});

describing('a batch goes on when one of two hosts dies, and can be paused and resumed', async ({ workbench, hosts }) => {
  describing.setTimeout(240_000);
  let panel = await openDescriptions(workbench);
  await expect(panel.getByTestId('batch-none')).toHaveText('No batch has been run on this dataset.');
  await panel.getByTestId('describe').click();
  await workbench.quickPick('What is missing');
  await workbench.quickPick('Start');
  panel = await workbench.panel('descriptions');
  const done = () => panel.getByTestId('batch-done').textContent().then((text) => Number(/^\d+/.exec(text ?? '')?.[0]));
  await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(10);
  await hosts[1].stop();
  await expect(panel.getByTestId('batch-hosts').locator('summary')).toContainText('1 in trouble');
  await panel.getByTestId('batch-hosts').locator('summary').click();
  await workbench.screenshot('descriptions-batch-light');
  const before = await done();
  await expect.poll(done).toBeGreaterThan(before + 5);
  await panel.getByTestId('batch-pause').click();
  await expect(panel.getByTestId('batch-state')).toHaveText('paused');
  const paused = await done();
  expect(paused).toBeLessThan(198);
  await panel.getByTestId('batch-resume').click();
  await expect(panel.getByTestId('batch-state')).toHaveText('done', { timeout: 120_000 });
  await expect(panel.getByTestId('batch-failed')).toHaveText('0');
  await expect(panel.getByTestId('batch-left')).toHaveText('0');
  await expect(cell(panel, 0, 'roles').locator('[data-state="generated"]')).toBeVisible();
  await panel.getByTestId('state-filters').locator('summary').click();
  await panel.getByTestId('state-filter').getByRole('button', { name: 'missing' }).click();
  await expect(panel.getByTestId('empty-state')).toContainText('No sticker has a description that is missing.');
  await workbench.screenshot('descriptions-batch-done-light');
});

describing('a batch goes on by itself where the service is killed under it', async ({ workbench, dataset }) => {
  describing.setTimeout(240_000);
  let panel = await openDescriptions(workbench);
  await panel.getByTestId('describe').click();
  await workbench.quickPick('What is missing');
  await workbench.quickPick('Start');
  panel = await workbench.panel('descriptions');
  const done = () => panel.getByTestId('batch-done').textContent().then((text) => Number(/^\d+/.exec(text ?? '')?.[0]));
  const kill = async () => {
    const before = await done();
    await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(before + 5);
    const { descriptions, batches } = await openDescriptionStore(path.join(dataset, '.sticker-lab'));
    const { pid } = batches.owner(batches.newest()!.id)!;
    descriptions.close();
    process.kill(pid, 'SIGKILL');
  };
  await kill();
  await kill();
  await expect(panel.getByTestId('batch-state')).toHaveText('done', { timeout: 120_000 });
  await expect(panel.getByTestId('batch-failed')).toHaveText('0');
  await expect(panel.getByTestId('batch-left')).toHaveText('0');
});
