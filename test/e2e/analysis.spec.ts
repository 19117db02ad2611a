import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Frame } from '@playwright/test';
import { expect } from './fixture.ts';
import { openFullestMistake } from './mistakes.ts';
import { photographer } from './themes.ts';
import { analysing, changedTexts } from './twoRuns.ts';
import type { Workbench } from './workbench.ts';

const count = (gallery: Frame) => gallery.getByTestId('gallery-count');
const tiles = (gallery: Frame) => gallery.locator('[data-sticker-id]');

async function pickRun(workbench: Workbench, command: string, run: string): Promise<void> {
  await workbench.run(`Sticker Lab: ${command}`);
  await workbench.quickPick(run);
}

analysing('scores, figures and a report of a run, with the stickers behind every number', async ({ workbench, dataset }) => {
  analysing.setTimeout(420_000);
  const photograph = photographer(workbench, 'light');
  await tiles(await workbench.panel('gallery')).first().waitFor();
  await pickRun(workbench, 'Analyze Run...', 'second');
  let analysis = await workbench.panel('analysis');
  await expect(analysis.getByTestId('accuracy-interval')).toHaveText(/95 %: \d/);
  await expect(analysis.getByTestId('published-table')).toContainText('figures of the paper');
  await expect(analysis.getByTestId('slice-table')).toContainText('unanimous');
  await photograph('analysis', analysis);

  await analysis.getByTestId('matrix-unit').getByRole('button', { name: 'column %' }).click();
  await analysis.getByTestId('matrix-scale').getByRole('button', { name: 'log' }).click();
  const stickers = await openFullestMistake(analysis);
  const gallery = await workbench.panel('gallery');
  await expect(gallery.getByTestId('selection-reason')).toContainText('predicted as');
  await expect(count(gallery)).toHaveText(`${stickers} of 210 stickers`);

  await pickRun(workbench, 'Analyze Run...', 'second');
  analysis = await workbench.panel('analysis');
  await analysis.getByTestId('mean-attention').click();
  await expect(analysis.getByTestId('mean-attention-map')).toBeVisible({ timeout: 90_000 });
  await analysis.getByTestId('mean-attention-map').scrollIntoViewIfNeeded();
  await workbench.screenshot('mean-attention');

  // The panel is opened for the report, and read first.
  await workbench.run('View: Close All Editors');
  await pickRun(workbench, 'Export Report...', 'second');
  await expect(workbench.quickInput.locator('input')).toHaveValue(/second-test\.html$/u);
  const report = path.join(path.dirname(dataset), 'report.html');
  await workbench.answerFile(report);
  await expect.poll(() => readFile(report, 'utf8').catch(() => ''), { timeout: 60_000 }).toContain('</html>');
  const html = await readFile(report, 'utf8');
  expect(html).toContain('<svg');
  expect(html).not.toMatch(/<script|src="http/u);
  expect(await readFile(report.replace(/html$/u, 'md'), 'utf8')).toContain('second');
});

analysing('two runs are compared, down to the stickers that flipped; a run that is deleted says so where it is shown', async ({ workbench, dataset }) => {
  analysing.setTimeout(420_000);
  const photograph = photographer(workbench, 'light');
  await tiles(await workbench.panel('gallery')).first().waitFor();
  await pickRun(workbench, 'Compare Runs...', 'first');
  await workbench.quickPick('second');
  const runs = await workbench.panel('runs');
  await expect(runs.getByTestId('mcnemar')).toContainText('p');
  await expect(runs.getByTestId('ledger')).toContainText(`${changedTexts} descriptions changed`);
  await runs.getByTestId('comparison').scrollIntoViewIfNeeded();
  await photograph('comparison', runs);
  await runs.getByTestId('ledger').getByRole('button', { name: `${changedTexts} descriptions` }).click();
  await expect(count(await workbench.panel('gallery'))).toHaveText(`${changedTexts} of 210 stickers`);

  await pickRun(workbench, 'Analyze Run...', 'first');
  const analysis = await workbench.panel('analysis');
  await expect(analysis.getByTestId('accuracy-interval')).toBeVisible();
  const [folder, elsewhere] = [path.join(dataset, '.sticker-lab/runs/first'), path.join(dataset, 'first')];
  await rename(folder, elsewhere);
  await expect(analysis.getByText('The run first is gone.')).toBeVisible();
  await rename(elsewhere, folder);
  await expect(analysis.getByTestId('accuracy-interval')).toBeVisible();
  await rm(folder, { recursive: true });
  await expect(analysis.getByText('The run first is gone.')).toBeVisible();
  await workbench.run('Sticker Lab: Show Runs');
  await expect((await workbench.panel('runs')).getByTestId('runs-table').locator('tbody tr')).toHaveCount(1);
});

analysing('the maps of two runs side by side, and one selection in every column', async ({ workbench, page }) => {
  analysing.setTimeout(420_000);
  const photograph = photographer(workbench, 'light');
  await page.setViewportSize({ width: 1600, height: 900 });
  await tiles(await workbench.panel('gallery')).first().waitFor();
  await pickRun(workbench, 'Show Map', 'second');
  let map = await workbench.panel('map');
  await map.getByTestId('compute-map').click();
  await expect(map.getByTestId('map-facts')).toContainText('KL', { timeout: 90_000 });
  await map.getByTestId('map-other').click();
  await map.getByRole('option', { name: 'first' }).click();
  await map.getByTestId('compute-map').click();
  await expect(map.getByTestId('map-facts')).toHaveCount(2, { timeout: 90_000 });
  await map.getByTestId('map-coloring').click();
  await map.getByRole('option', { name: 'difference' }).click();
  await photograph('maps', map);

  await workbench.run('View: Move Editor into Right Group');
  map = await workbench.panel('map');
  const gallery = await workbench.panel('gallery');
  await gallery.getByTestId('split-filter').getByRole('button', { name: 'test' }).click();
  await expect(count(gallery)).toHaveText('42 of 210 stickers');
  await tiles(gallery).nth(1).focus();
  await page.keyboard.press('ArrowRight');
  await expect(map.getByTestId('map-selected')).toContainText('1 ');
  await map.getByTestId('map-select-shown').click();
  await expect(gallery.locator('[role="gridcell"][aria-selected="true"]').nth(5)).toBeVisible();
  await workbench.screenshot('selection-columns');

  // VS Code keeps what an extension remembers a moment later.
  await page.waitForTimeout(2000);
  await page.reload();
  await workbench.tab(/^Map/u).waitFor({ timeout: 90_000 });
  await pickRun(workbench, 'Show Map', 'second');
  map = await workbench.panel('map');
  await expect(map.getByTestId('map-selected')).toContainText('42', { timeout: 60_000 });
  await expect(map.getByTestId('map-coloring')).toHaveJSProperty('value', 'difference');
  await expect(map.getByTestId('map-facts')).toHaveCount(2);
});
