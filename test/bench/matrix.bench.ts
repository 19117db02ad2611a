import { setTimeout as pause } from 'node:timers/promises';
import { startBrowsing } from '../webview/browser/openPanel.ts';

/** The Analysis panel in Chromium with 6,148 predictions: from the answer to the drawn matrix, and from a click on a cell to the request for the gallery. */
const rounds = 8;
const browsing = await startBrowsing();
const { page } = await browsing.open('analysis', 'analysis/manyPredictions.ts', { width: 1240, height: 1700 });
const count = (kind: 'matrix' | 'click') => page.evaluate((which) => window.times[which].length, kind);
const reach = async (kind: 'matrix' | 'click', wanted: number) => { while (await count(kind) < wanted) await pause(20); };

await reach('matrix', 1);
for (let round = 1; round <= rounds; round++) {
  await page.getByTestId('analysis-split').getByRole('button', { name: round % 2 === 1 ? 'validation' : 'test' }).click();
  await reach('matrix', round + 1);
  await page.locator('[data-cell="0,0"]').click();
  await reach('click', round);
}
const { matrix, click } = await page.evaluate(() => window.times);
const text = (times: readonly number[]) => `${times.toSorted((a, b) => a - b)[times.length >> 1].toFixed(0)} ms in the middle, ${Math.max(...times).toFixed(0)} ms at worst`;
console.log(`first matrix: ${matrix[0].toFixed(0)} ms; ${rounds} further ones: ${text(matrix.slice(1))}`);
console.log(`click to gallery request: ${text(click)}`);
await browsing.close();
