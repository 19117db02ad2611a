import type { MapColumns, MapView } from '../../extension/protocol/engine.ts';
import type { Figure } from '../plots/exportFigure.ts';
import { plainText } from '../plots/plainText.ts';
import { emotionColor } from '../ui/emotionColor.ts';

/** Points above which a drawing of one element each grows beyond what a browser opens well: they are painted. */
const mostElements = 4000;
/** Shapes beside colours, for people who do not tell the colours apart. */
const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'cross', 'x', 'star', 'triangle-down'] as const;

/** A map for print, coloured by label; what has none is grey. */
export function mapFigure({ method, seed, kl, x, y, sample, features, parameters }: MapView, { classes, label }: MapColumns, caption: string): Figure {
  const axis = { showgrid: false, zeroline: false, showticklabels: false, showline: false, ticks: '' as const };
  const groups = [...classes.map((name, index) => ({ name, index, color: emotionColor(index) })), { name: 'no label', index: -1, color: '#808080' }]
    .map((group) => ({ ...group, at: Array.from(x.keys()).filter((point) => label[point] === group.index) })).filter(({ at }) => at.length > 0);
  const set = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  const how = [sample === 'paper' ? 'at most 100 stickers a class' : 'all stickers', `${features} features`, `map seed ${seed}`, ...set, ...(kl === null ? [] : [`KL ${kl.toFixed(3)}`])];
  return {
    title: `${method === 'tsne' ? 't-SNE' : 'PCA'} of the features, by label`, caption: `${caption}; ${how.join(', ')}`, width: 760, height: 640,
    draw: () => ({
      data: groups.map(({ name, index, color, at }) => ({
        type: x.length > mostElements ? 'scattergl' as const : 'scatter' as const, mode: 'markers' as const, name: plainText(name),
        x: at.map((point) => x[point]), y: at.map((point) => y[point]), marker: { color, symbol: symbols[Math.max(0, index) % symbols.length], size: x.length > mostElements ? 3 : 5 },
      })),
      layout: { margin: { l: 8, r: 8, t: 8, b: 8 }, legend: { orientation: 'h', y: -0.02 }, showlegend: true, xaxis: axis, yaxis: { ...axis, scaleanchor: 'x' } },
    }),
  };
}
