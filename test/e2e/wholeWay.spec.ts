import { statSync } from 'node:fs';
import path from 'node:path';
import type { Frame } from '@playwright/test';
import { InferenceSession } from 'onnxruntime-node';
import { expect, test } from './fixture.ts';
import { openFullestMistake } from './mistakes.ts';
import { themeSetting } from './themes.ts';
import type { Workbench } from './workbench.ts';

const count = (gallery: Frame) => gallery.getByTestId('gallery-count');
const tiles = (gallery: Frame) => gallery.locator('[data-sticker-id]');
const shownPictures = (gallery: Frame) => tiles(gallery).locator('img').evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).naturalWidth > 0).length);

/** Draws a loop around the whole map with the mouse. */
async function lassoTheMap(map: Frame): Promise<void> {
  const plot = map.getByTestId('map-plot').locator('.nsewdrag').first();
  const box = (await plot.boundingBox())!;
  const { mouse } = map.page();
  const corners = [[1, 1], [box.width - 1, 1], [box.width - 1, box.height - 1], [1, box.height - 1], [1, 1]] as const;
  await mouse.move(box.x + 1, box.y + 1);
  await mouse.down();
  for (const [x, y] of corners) await mouse.move(box.x + x, box.y + y, { steps: 8 });
  await mouse.up();
}

async function filterAndOpen(workbench: Workbench): Promise<void> {
  const gallery = await workbench.panel('gallery');
  await expect(count(gallery)).toHaveText('210 of 210 stickers');
  await expect.poll(() => shownPictures(gallery)).toBeGreaterThan(5);
  await workbench.screenshot('gallery-light');
  await gallery.getByTestId('split-filter').getByRole('button', { name: 'test' }).click();
  await expect(count(gallery)).not.toHaveText('210 of 210 stickers');
  await tiles(gallery).first().click();
  const sticker = await workbench.panel('sticker');
  await expect(sticker.getByTestId('sticker-picture')).toBeVisible();
  await expect(sticker.locator('[data-view]')).toHaveCount(4);
  await expect(sticker.getByTestId('no-prediction')).toBeVisible();
  await workbench.screenshot('sticker-light');
}

/** Trains `tiny` from the palette; -> its Run panel. */
async function startTraining(workbench: Workbench, name: string): Promise<Frame> {
  await workbench.run('Sticker Lab: Train MGHFT...');
  await workbench.quickPick('tiny');
  await workbench.quickPick('cpu');
  await workbench.answer(name);
  return workbench.panel('run');
}

async function trainTiny(workbench: Workbench): Promise<Frame> {
  const run = await startTraining(workbench, 'first');
  const steps = () => run.getByTestId('loss-plot').getAttribute('data-steps').then(Number);
  await expect.poll(steps, { timeout: 90_000 }).toBeGreaterThan(0);
  const early = await steps();
  await expect.poll(steps, { timeout: 90_000 }).toBeGreaterThan(early);
  await expect(workbench.statusBar).toContainText('first');
  await expect(run.getByTestId('run-state')).toHaveText('done', { timeout: 180_000 });
  await expect(run.getByTestId('accuracy-plot')).toHaveAttribute('data-epochs', '3');
  await workbench.screenshot('run-light');
  return run;
}

/** Writes the run's model where the dialog is told to, and starts it. */
async function exportModel(workbench: Workbench, file: string): Promise<void> {
  await workbench.run('Sticker Lab: Export Model as ONNX...');
  await expect(workbench.quickInput.locator('input')).toHaveValue(/first\.onnx$/);
  await workbench.screenshot('export-dialog');
  await workbench.answerFile(file);
  const message = workbench.notifications.filter({ hasText: 'is written' });
  await expect(message).toContainText(/model\.onnx is written: \d+\.\d MB/);
  await workbench.screenshot('export-done');
  expect(await message.textContent()).toContain(`${(statSync(file).size / 1e6).toFixed(1)} MB`);
  const session = await InferenceSession.create(file);
  expect([session.inputNames, session.outputNames]).toEqual([['picture', 'text'], ['probabilities', 'logits', 'feature']]);
  await session.release();
}

test.describe('three epochs', () => {
  test.use({ settings: { 'stickerLab.train.epochs': 3 } });

  test('from the gallery through a training to the stickers it got wrong', async ({ workbench, host, page, dataset }) => {
    test.setTimeout(420_000);
    await filterAndOpen(workbench);
    const run = await trainTiny(workbench);
    await run.getByRole('button', { name: 'Analyze' }).click();
    const analysis = await workbench.panel('analysis');
    await expect(analysis.getByTestId('accuracy')).toHaveText(/\d/);
    await expect(analysis.getByTestId('confusion-matrix').locator('.heatmaplayer image, .hm image')).toHaveCount(1);
    await workbench.screenshot('analysis-light');
    const stickers = await openFullestMistake(analysis);
    expect(stickers).toBeGreaterThan(0);
    const gallery = await workbench.panel('gallery');
    await expect(gallery.getByTestId('selection-reason')).toContainText('predicted as');
    await expect(count(gallery)).toHaveText(`${stickers} of 210 stickers`);
    await expect(tiles(gallery)).toHaveCount(stickers);
    await expect(tiles(gallery).locator('[data-outcome="wrong"]')).toHaveCount(stickers);
    await workbench.screenshot('mistakes-light');
    await tiles(gallery).first().click();
    const sticker = await workbench.panel('sticker');
    await expect(sticker.getByTestId('probability')).toHaveCount(7);

    host.configure(themeSetting('dark'));
    await page.reload();
    await workbench.run('Sticker Lab: Show Map');
    const map = await workbench.panel('map');
    await map.getByTestId('compute-map').click();
    await expect(map.getByTestId('map-facts')).toContainText('KL', { timeout: 60_000 });
    await workbench.screenshot('map-dark');
    await lassoTheMap(map);
    await expect(map.getByTestId('map-selected')).toContainText('42');
    await map.getByTestId('map-open').click();
    const chosen = await workbench.panel('gallery');
    await expect(chosen.getByTestId('selection-reason')).toContainText('selected on the map');
    await expect(count(chosen)).toHaveText('42 of 210 stickers');
    await workbench.screenshot('lasso-dark');
    await exportModel(workbench, path.join(dataset, 'model.onnx'));
  });
});

test.describe('many epochs', () => {
  test.use({ theme: 'dark', settings: { 'stickerLab.train.epochs': 400 } });

  test('a training goes on while the window is closed, and can be stopped and resumed', async ({ workbench, page }) => {
    test.setTimeout(300_000);
    // At once, before the gallery is there: the command waits for the workspace's dataset.
    let run = await startTraining(workbench, 'long');
    const steps = () => run.getByTestId('loss-plot').getAttribute('data-steps').then(Number);
    await expect.poll(steps, { timeout: 90_000 }).toBeGreaterThan(4);
    const before = await steps();
    const address = page.url();
    await page.goto('about:blank');
    await workbench.open(address);
    await expect(workbench.statusBar).toContainText('long');
    await workbench.run('Sticker Lab: Show Run');
    run = await workbench.panel('run');
    await expect.poll(steps, { timeout: 60_000 }).toBeGreaterThan(before);
    await expect(workbench.statusBar).toContainText('long');
    await workbench.screenshot('run-dark');
    await run.getByTestId('run-stop').click();
    await expect(run.getByTestId('run-state')).toHaveText('stopped', { timeout: 60_000 });
    const stopped = await steps();
    await run.getByTestId('run-resume').click();
    await expect.poll(steps, { timeout: 90_000 }).toBeGreaterThan(stopped);
    await run.getByTestId('run-stop').click();
    await expect(run.getByTestId('run-state')).toHaveText('stopped', { timeout: 60_000 });
  });
});
