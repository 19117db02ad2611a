import type { Calibration } from '../../extension/protocol/engine.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import type { Plot } from '../plots/plotView.ts';

/** The reliability diagram: accuracy over mean confidence of each bin that has stickers, above how many these are. */
export function calibrationPlot({ bins }: Calibration, theme: PlotTheme): Plot {
  const filled = bins.filter(({ stickers }) => stickers > 0);
  const edges = [...bins.map(({ from }) => from), bins.at(-1)?.to ?? 1];
  const blue = theme.dark ? '#56b4e9' : '#0072b2';
  const share = { tickformat: '.0%', fixedrange: true };
  return {
    data: [
      { type: 'scatter', mode: 'lines', name: 'as sure as right', x: [0, 1], y: [0, 1], line: { color: theme.muted, dash: 'dash', width: 1 }, hoverinfo: 'skip' },
      {
        type: 'scatter', mode: 'lines+markers', name: 'this run', x: filled.map(({ confidence }) => confidence), y: filled.map(({ accuracy }) => accuracy),
        line: { color: blue, width: 2 }, marker: { color: blue, size: 8 },
        customdata: filled.map(({ stickers }) => stickers), hovertemplate: 'confidence %{x:.1%}, accuracy %{y:.1%}, %{customdata} stickers<extra></extra>',
      },
      {
        type: 'scatter', mode: 'lines', name: 'stickers', x: edges, y: [...bins.map(({ stickers }) => stickers), bins.at(-1)?.stickers ?? 0], yaxis: 'y2',
        line: { color: '#e69f00', width: 1, shape: 'hv' }, fill: 'tozeroy', fillcolor: 'rgba(230, 159, 0, 0.35)', hovertemplate: '%{y} stickers<extra></extra>',
      },
    ],
    layout: {
      margin: { l: 60, r: 12, t: 30, b: 44 }, hovermode: 'closest', showlegend: true, legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
      xaxis: { ...share, range: [0, 1.02], title: { text: 'highest probability' }, anchor: 'y2' },
      yaxis: { ...share, range: [0, 1.02], domain: [0.28, 1], title: { text: 'accuracy' } },
      yaxis2: { domain: [0, 0.2], title: { text: 'stickers' }, rangemode: 'tozero', fixedrange: true, gridcolor: theme.grid, color: theme.foreground, nticks: 3 },
    },
  };
}
