/** The checks over the descriptions of SER30K, 30,739 stickers in four views of some 390 characters, and the longest time in which the service could not answer. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { checkDescriptions } from '../../engine/describe/checkDescriptions.ts';
import { findForeignLanguage } from '../../engine/describe/findForeignLanguage.ts';
import { findMisplaced } from '../../engine/describe/findMisplaced.ts';
import { findSameTexts } from '../../engine/describe/findSameTexts.ts';
import { findUnusable } from '../../engine/describe/findUnusable.ts';
import { textStatistics } from '../../engine/describe/textStatistics.ts';
import { views, type View } from '../../engine/dataset/sticker.ts';
import { describedStickers, withText } from '../support/describedStickers.ts';

const { signal } = new AbortController();
const stickers = describedStickers(30_739).map((sticker, i) => {
  if (i % 1000 === 1) return withText(sticker, 'style', 'I\'m sorry, but I can\'t see the image you mentioned.');
  if (i % 1000 === 2) return withText(sticker, 'style', sticker.texts.roles.text.split('. ').toReversed().join('. '));
  if (i % 1000 === 3) return withText(sticker, 'roles', 'Der Aufkleber zeigt eine kleine Katze, die dem Betrachter freundlich zuwinkt und dabei fröhlich lächelt, während sie auf einem Kissen sitzt.');
  if (i % 1000 === 4) return withText(sticker, 'details', '');
  return sticker;
});
const characters = stickers.reduce((sum, { texts }) => sum + views.reduce((length, view) => length + texts[view].text.length, 0), 0);
console.log(`${Math.round(characters / stickers.length / views.length)} characters a text`);

const rows: Record<string, object> = {};
async function timed<T>(name: string, work: () => T | Promise<T>, found: (result: T) => number): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const end = performance.now();
  const { user } = process.cpuUsage(before);
  delay.disable();
  rows[name] = { 'ms': Math.round(end - start), 'processor ms': Math.round(user / 1000), 'longest wait ms': Math.round(delay.max / 1e6), 'found': found(result) };
}
const length = (list: readonly unknown[]) => list.length;
await timed('same text', () => findSameTexts(stickers, signal), length);
await timed('misplaced', () => findMisplaced(stickers, signal), length);
await timed('language', () => findForeignLanguage(stickers, signal), length);
await timed('unusable', () => stickers.flatMap(findUnusable), length);
await timed('all of them', () => checkDescriptions(stickers, (text) => ({ pieces: text.length / 4, limit: 512 }), signal), length);
const texts = Object.fromEntries(views.map((view) => [view, stickers.map((sticker) => sticker.texts[view].text)])) as Record<View, string[]>;
await timed('statistics', () => textStatistics(texts, (text) => ({ pieces: text.length / 4, limit: 512 }), signal), length);
console.table(rows);
