import type { Frame } from '@playwright/test';

/** Clicks the confusion matrix's fullest cell off the diagonal, through its table of buttons; -> the stickers in it. */
export async function openFullestMistake(analysis: Frame): Promise<number> {
  const cells = await analysis.locator('[data-cell]').evaluateAll((all) => all.map((one) => ({ cell: one.getAttribute('data-cell')!, stickers: Number(one.getAttribute('data-count')) })));
  const [fullest] = cells.filter(({ cell }) => cell.split(',')[0] !== cell.split(',')[1]).toSorted((a, b) => b.stickers - a.stickers);
  await analysis.locator(`[data-cell="${fullest.cell}"]`).click();
  return fullest.stickers;
}
