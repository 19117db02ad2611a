import type { Flip } from '../../extension/protocol/engine.ts';
import { plainText } from '../plots/plainText.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import type { Plot } from '../plots/plotView.ts';
import { formatCount } from '../ui/formatNumber.ts';

/** 3 -> "+3", -2 -> "−2", 0 -> "0". */
export const signedCount = (count: number): string => (count > 0 ? `+${formatCount(count)}` : count < 0 ? `−${formatCount(-count)}` : '0');

/** The stickers that came into a cell of the matrix or left it. */
export function cellFlips(flips: readonly Flip[], label: number, prediction: number): { readonly gained: readonly Flip[]; readonly lost: readonly Flip[] } {
  const row = flips.filter((flip) => flip.label === label);
  return { gained: row.filter(({ to }) => to === prediction), lost: row.filter(({ from }) => from === prediction) };
}

/** From vermilion over the background to blue, which people with any common colour blindness tell apart; the signs say the same. */
function divergingScale(theme: PlotTheme): [number, string][] {
  return theme.dark
    ? [[0, '#e8743b'], [0.5, theme.background], [1, '#4aa8e0']]
    : [[0, '#d55e00'], [0.5, theme.background], [1, '#0072b2']];
}

/** Heatmap of second minus first, with the labels as rows, top to bottom, and the predictions as columns. */
export function differencePlot(difference: readonly (readonly number[])[], classes: readonly string[], theme: PlotTheme): Plot {
  const positions = classes.map((_, index) => index);
  const names = classes.map(plainText);
  const most = Math.max(1, ...difference.flat().map(Math.abs));
  const ticks = { tickmode: 'array' as const, tickvals: positions, ticktext: names, showgrid: false, zeroline: false, fixedrange: true };
  return {
    data: [{
      type: 'heatmap', x: positions, y: positions, z: difference.map((row) => [...row]), text: difference.map((row) => row.map(signedCount)) as unknown as string[], texttemplate: '%{text}',
      colorscale: divergingScale(theme), zmin: -most, zmax: most, xgap: 1, ygap: 1, showscale: false,
      customdata: difference.map((row, label) => row.map((count, prediction) => `${names[label]} predicted as ${names[prediction]}: ${signedCount(count)}`)),
      hovertemplate: '%{customdata}<extra></extra>',
    }],
    layout: {
      margin: { l: 90, r: 40, t: 8, b: 60 },
      xaxis: { ...ticks, title: { text: 'predicted', standoff: 14 } },
      yaxis: { ...ticks, autorange: 'reversed', title: { text: 'label', standoff: 14 } },
    },
  };
}
