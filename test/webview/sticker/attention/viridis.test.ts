import { expect, test } from 'vitest';
import { viridis } from '../../../../webview/sticker/attention/viridis.ts';

/** Relative luminance (WCAG 2). */
function luminance(color: string): number {
  const [red, green, blue] = color.match(/\d+/g)!.map((part) => Number(part) / 255).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('from matplotlib\'s first colour to its last, through those between', () => {
  expect([viridis(0), viridis(0.5), viridis(1)]).toEqual(['rgb(68, 1, 84)', 'rgb(33, 145, 140)', 'rgb(253, 231, 37)']);
  expect([viridis(-1), viridis(2), viridis(0.05)]).toEqual([viridis(0), viridis(1), 'rgb(70, 19, 101)']);
});

test('each step is lighter than the one before, so that it is read without telling colours apart', () => {
  const steps = Array.from({ length: 101 }, (_, step) => luminance(viridis(step / 100)));
  for (let step = 1; step < steps.length; step++) expect(steps[step]).toBeGreaterThan(steps[step - 1]);
});
