import { expect } from './fixture.ts';
import { photographer } from './themes.ts';
import { analysing } from './twoRuns.ts';

analysing('mistakes are walked through, and why: attention, another run\'s, the probe, the nearest, a verdict by key', async ({ workbench, page }) => {
  analysing.setTimeout(400_000);
  await page.setViewportSize({ width: 1440, height: 1000 });
  await workbench.panel('gallery');
  await workbench.run('Sticker Lab: Inspect Mistakes');
  await workbench.quickPick('second');
  const sticker = await workbench.panel('sticker');
  const photograph = photographer(workbench, 'light');
  const at = (testId: string) => sticker.getByTestId(testId);
  await expect(at('walk-reason')).toContainText('mistakes of second');
  await expect(at('sticker-position')).toHaveText(/^1 of \d+$/);
  const first = (await at('sticker-id').textContent())!;

  // The model is loaded by then.
  await sticker.locator('[data-testid="section-attention"] > summary').click();
  await expect(sticker.locator('.sticker-picture canvas')).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('[');
  await expect(sticker.locator('.heat-figures figcaption')).toHaveText(/^Stage 3: .+ \d+\.\d % in the 3 strongest of \d+ cells\.$/);
  await expect(at('text-shares').locator('tbody tr')).toHaveCount(4);
  await at('heat-kind').getByText('decision').click();
  await at('heat-against').click();
  await sticker.getByRole('option', { name: 'beside: another run' }).click();
  await at('heat-run').click();
  await sticker.getByRole('option', { name: 'first (tiny)' }).click();
  await expect(at('heat-column').nth(1)).toContainText('Run first', { timeout: 60_000 });
  await at('heat-column').first().scrollIntoViewIfNeeded();
  await photograph('attention', sticker);

  await sticker.locator('[data-testid="section-probe"] > summary').click();
  await expect(at('probability-change')).toHaveText(Array(7).fill(/^0\.0$/), { timeout: 60_000 });
  await sticker.locator('[data-probe="intention"] textarea').fill('Says good night 123');
  await expect(at('probability-change').filter({ hasText: /^[+−]/ })).not.toHaveCount(0);
  await sticker.locator('[data-probe="intention"]').getByTestId('probe-restore').click();
  await expect(at('probability-change')).toHaveText(Array(7).fill(/^0\.0$/));

  await sticker.locator('[data-testid="section-nearest"] > summary').click();
  await at('nearest-compute').click();
  await expect(at('nearest-tile')).toHaveCount(6, { timeout: 120_000 });
  await expect(at('nearest').locator('img')).toHaveCount(6);
  await at('nearest').scrollIntoViewIfNeeded();
  await photograph('inspector', sticker);

  await expect(at('sticker-id')).toHaveText(first);
  await page.keyboard.press('3');
  await expect(at('sticker-id')).not.toHaveText(first);
  await expect(at('sticker-position')).toHaveText(/^2 of \d+$/);
  await page.keyboard.press('ArrowLeft');
  await expect(at('sticker-id')).toHaveText(first);
  await expect(at('verdict').locator('[aria-pressed="true"]')).toHaveText('3 model\'s fault');
  await page.keyboard.press('3');
  await expect(at('verdict-status')).toHaveText('Taken back.');
});
