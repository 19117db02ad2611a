import type { EvaluationDetails, EvaluationReport } from '../../extension/protocol/engine.ts';
import { plainText } from '../plots/plainText.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import type { Plot } from '../plots/plotView.ts';

/** Okabe and Ito's colours, and a shape of its own each. */
const measures: readonly { key: keyof EvaluationReport['macro']; name: string; color: string; symbol: 'circle' | 'square' | 'diamond'; shift: number }[] = [
  { key: 'precision', name: 'precision', color: '#56b4e9', symbol: 'circle', shift: -0.22 },
  { key: 'recall', name: 'recall', color: '#e69f00', symbol: 'square', shift: 0 },
  { key: 'f1', name: 'F1', color: '#009e73', symbol: 'diamond', shift: 0.22 },
];

/** Precision, recall and F1 of each class as dots with their 95 % intervals; a class without stickers has none. */
export function classScoresPlot({ perClass }: EvaluationReport, details: EvaluationDetails | null, theme: PlotTheme): Plot {
  return {
    data: measures.map(({ key, name, color, symbol, shift }) => {
      const known = perClass.flatMap((scores, index) => (scores.support === 0 ? [] : [{ value: scores[key], index, interval: details?.perClass[index]?.[key] }]));
      return {
        type: 'scatter', mode: 'markers', name, x: known.map(({ value }) => value * 100), y: known.map(({ index }) => index + shift), marker: { color, symbol, size: 9 },
        ...(details ? { error_x: {
          type: 'data' as const, symmetric: false, color, thickness: 1.5, width: 3,
          array: known.map(({ value, interval }) => (interval ? Math.max(0, interval.high - value) * 100 : 0)),
          arrayminus: known.map(({ value, interval }) => (interval ? Math.max(0, value - interval.low) * 100 : 0)),
        } } : {}),
        text: known.map(({ index }) => plainText(perClass[index].label)), hovertemplate: `%{text}: ${name} %{x:.1f} %<extra></extra>`,
      };
    }),
    layout: {
      margin: { l: 90, r: 12, t: 30, b: 44 }, hovermode: 'closest', showlegend: true, legend: { orientation: 'h', y: 1.02, yanchor: 'bottom' },
      xaxis: { title: { text: '%' }, range: [-2, 102], fixedrange: true },
      yaxis: { tickmode: 'array', tickvals: perClass.map((_, index) => index), ticktext: perClass.map(({ label }) => plainText(label)), range: [perClass.length - 0.5, -0.5], fixedrange: true, zeroline: false, color: theme.foreground },
    },
  };
}
