import type { PlotTheme } from '../plots/plotTheme.ts';
import type { Plot } from '../plots/plotView.ts';
import { bestEpoch, type MetricsSeries } from './metricsSeries.ts';
import { thinSteps, type LossTerm } from './thinSteps.ts';

export const lossTerms: readonly { readonly term: LossTerm; readonly label: string; readonly color: string; readonly dash: 'solid' | 'dash' | 'dot' | 'dashdot' }[] = [
  { term: 'loss', label: 'total', color: '#56b4e9', dash: 'solid' },
  { term: 'crossEntropy', label: 'cross-entropy', color: '#e69f00', dash: 'dash' },
  { term: 'contrastive', label: 'contrastive', color: '#cc79a7', dash: 'dot' },
  { term: 'mlce', label: 'MLCE', color: '#009e73', dash: 'dashdot' },
];

const pointsOnScreen = 1500;
const layout: Plot['layout'] = { hovermode: 'x', showlegend: true, legend: { orientation: 'h', y: 1.12 }, uirevision: 'run', margin: { l: 56, r: 12, t: 28, b: 44 } };

/** The chosen loss terms by step, and validation's cross-entropy at the end of each epoch. */
export function lossPlot(series: MetricsSeries, terms: readonly LossTerm[], theme: PlotTheme): Plot {
  const curves: Plot['data'] = lossTerms.filter(({ term }) => terms.includes(term)).map(({ term, label, color, dash }) => ({
    type: 'scatter', mode: 'lines', name: label, ...thinSteps(series.steps, term, pointsOnScreen), line: { color, dash, width: 1.5 },
  }));
  curves.push({
    type: 'scatter', mode: 'lines+markers', name: 'validation cross-entropy', x: series.epochs.map(({ step }) => step), y: series.epochs.map(({ validation }) => validation.loss),
    line: { color: theme.foreground, width: 1 }, marker: { color: theme.foreground, symbol: 'diamond', size: 6 },
  });
  return { data: curves, layout: { ...layout, xaxis: { title: { text: 'step' } }, yaxis: { title: { text: 'loss' }, rangemode: 'tozero' } } };
}

/** Accuracy on train and validation by epoch, and on test where it chooses, with the best epoch marked. */
export function accuracyPlot(series: MetricsSeries, theme: PlotTheme): Plot {
  const epochs = series.epochs.map(({ epoch }) => epoch);
  const best = bestEpoch(series);
  const curves: Plot['data'] = [
    { type: 'scatter', mode: 'lines+markers', name: 'train', x: epochs, y: series.epochs.map(({ train }) => train.accuracy), line: { color: '#e69f00', dash: 'dash', width: 1.5 }, marker: { symbol: 'square', size: 6 } },
    { type: 'scatter', mode: 'lines+markers', name: 'validation', x: epochs, y: series.epochs.map(({ validation }) => validation.accuracy), line: { color: '#56b4e9', width: 1.5 }, marker: { symbol: 'circle', size: 6 } },
  ];
  const tested = series.epochs.filter(({ test }) => test !== undefined);
  if (tested.length > 0) {
    curves.push({ type: 'scatter', mode: 'lines+markers', name: 'test', x: tested.map(({ epoch }) => epoch), y: tested.map(({ test }) => test!.accuracy), line: { color: '#009e73', dash: 'dot', width: 1.5 }, marker: { symbol: 'diamond', size: 6 } });
  }
  if (best) {
    curves.push({ type: 'scatter', mode: 'markers', name: 'best', x: [best.epoch], y: [(best.test ?? best.validation).accuracy], marker: { symbol: 'star', size: 13, color: theme.foreground }, hoverinfo: 'skip' });
  }
  return {
    data: curves,
    layout: { ...layout, xaxis: { title: { text: 'epoch' }, rangemode: 'tozero' }, yaxis: { title: { text: 'accuracy' }, tickformat: '.0%', range: [0, 1.02] } },
  };
}
