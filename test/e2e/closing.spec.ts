import { expect, test } from './fixture.ts';

test('a closed dataset stays closed, its panels say so, and Try Again opens it with what was typed', async ({ workbench, page }) => {
  test.setTimeout(300_000);
  const gallery = await workbench.panel('gallery');
  await gallery.locator('[data-sticker-id]').first().click();
  const sticker = await workbench.panel('sticker');
  const typed = 'Typed while the dataset was being closed.';
  await sticker.locator('[data-view="intention"] textarea').fill(typed);
  await workbench.view('Sticker Lab');
  await expect(workbench.treeItem(/^sample\b/).first()).toBeVisible();
  await workbench.run('Sticker Lab: Close Dataset');

  await expect(sticker.getByTestId('error-notice')).toContainText('is closed.');
  await expect((await workbench.panel('gallery')).getByTestId('error-notice')).toContainText('is closed.');
  await page.waitForTimeout(3000);
  await expect(workbench.treeItem(/^sample\b/)).toHaveCount(0);
  await expect(sticker.getByTestId('error-notice')).toBeVisible();

  await sticker.locator('vscode-button', { hasText: 'Try Again' }).click();
  await expect(sticker.locator('[data-view="intention"] textarea')).toHaveValue(typed);
  await expect((await workbench.panel('gallery')).locator('[data-sticker-id]').first()).toBeVisible();
  await expect(workbench.treeItem(/^sample\b/).first()).toBeVisible();
});
