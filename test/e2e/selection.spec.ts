import type { Frame } from '@playwright/test';
import { expect, test } from './fixture.ts';
import type { Workbench } from './workbench.ts';

const tiles = (gallery: Frame) => gallery.locator('[data-sticker-id]');
const selectedTiles = (gallery: Frame) => gallery.locator('[role="gridcell"][aria-selected="true"]');
const selectedRows = (descriptions: Frame) => descriptions.locator('.table-row[aria-current="true"]');
const rowOf = (descriptions: Frame, id: string) => descriptions.locator(`.table-row[data-sticker-id="${id}"]`);

/** The gallery in the left column, the descriptions in the right one. */
async function openBoth(workbench: Workbench): Promise<{ gallery: Frame; descriptions: Frame }> {
  await tiles(await workbench.panel('gallery')).first().waitFor();
  await workbench.run('Sticker Lab: Show Descriptions');
  await workbench.panel('descriptions');
  await workbench.run('View: Move Editor into Right Group');
  const [gallery, descriptions] = [await workbench.panel('gallery'), await workbench.panel('descriptions')];
  await rowOf(descriptions, (await tiles(gallery).first().getAttribute('data-sticker-id'))!).waitFor();
  return { gallery, descriptions };
}

test('gallery and descriptions in two columns follow each other, and what was selected is so after a reload', async ({ workbench, page }) => {
  test.setTimeout(300_000);
  const { gallery, descriptions } = await openBoth(workbench);
  const ids = await tiles(gallery).evaluateAll((all) => all.map((each) => each.getAttribute('data-sticker-id')!));

  await tiles(gallery).first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(selectedRows(descriptions)).toHaveAttribute('data-sticker-id', ids[1]);

  await rowOf(descriptions, ids[1]).locator('.sticker-cell').focus();
  await page.keyboard.press('ArrowDown');
  await expect(selectedTiles(gallery)).toHaveAttribute('data-sticker-id', ids[2]);
  await page.keyboard.press('Control+End');
  await expect(selectedTiles(gallery)).toHaveCount(1);
  const last = (await selectedRows(descriptions).getAttribute('data-sticker-id'))!;
  await expect(selectedTiles(gallery)).toHaveAttribute('data-sticker-id', last);
  await expect(selectedTiles(gallery)).toBeInViewport();
  expect(ids).not.toContain(last);
  await workbench.screenshot('selection-light');

  // VS Code keeps what an extension remembers a moment later.
  await page.waitForTimeout(2000);
  await page.reload();
  await workbench.tab('Gallery').waitFor({ timeout: 90_000 });
  // The window may come back with one column, and either panel in front.
  await workbench.run('Sticker Lab: Show Gallery');
  const reloaded = await workbench.panel('gallery');
  await expect(selectedTiles(reloaded)).toHaveAttribute('data-sticker-id', last);
  await expect(selectedTiles(reloaded)).toBeInViewport();
  await workbench.run('Sticker Lab: Show Descriptions');
  await expect(selectedRows(await workbench.panel('descriptions'))).toHaveAttribute('data-sticker-id', last);
  await expect(selectedRows(await workbench.panel('descriptions'))).toBeInViewport();
});
