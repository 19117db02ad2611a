import { expect, test } from 'vitest';
import { printTheme } from '../../../webview/plots/plotTheme.ts';
import { differencePlot } from '../../../webview/runs/differencePlot.ts';

test('a class\'s name is drawn as it is, whatever signs it holds', () => {
  const { data: [{ customdata }], layout } = differencePlot([[1, -1], [0, 0]], ['<b>joy', 'fear & awe'], printTheme) as unknown as { data: { customdata: string[][] }[]; layout: { xaxis: { ticktext: string[] } } };
  expect(layout.xaxis.ticktext).toEqual(['&lt;b&gt;joy', 'fear &amp; awe']);
  expect(customdata[0]).toEqual(['&lt;b&gt;joy predicted as &lt;b&gt;joy: +1', '&lt;b&gt;joy predicted as fear &amp; awe: −1']);
});
