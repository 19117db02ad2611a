import type { Figure } from '../plots/exportFigure.ts';
import { plainText } from '../plots/plainText.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import type { Plot } from '../plots/plotView.ts';

export interface TableWords {
  readonly title: string;
  readonly caption: string;
  /** Of the rows' names first. */
  readonly heading: readonly string[];
  /** As many words each as the heading; the last row stands apart. */
  readonly rows: readonly (readonly string[])[];
}

const rowHeight = 22;
/** Of an average character in bold, px. */
const characterWidth = 7.6;
const gap = 16;

/** A table as a picture: names to the left, figures to the right, rules under the heading and above the last row. */
export function tableFigure({ title, caption, heading, rows }: TableWords): Figure {
  const lines = [heading, ...rows];
  let width = 0;
  /** Where each column ends, px. */
  const ends = heading.map((_, column) => (width += gap + Math.ceil(Math.max(...lines.map((line) => line[column].length)) * characterWidth)));
  return { title, caption, width: width + 24, height: lines.length * rowHeight + 24, draw: (theme) => drawTable(lines, ends, theme) };
}

function drawTable(lines: readonly (readonly string[])[], ends: readonly number[], theme: PlotTheme): Plot {
  const width = ends.at(-1)!;
  const axis = { showgrid: false, zeroline: false, showticklabels: false, showline: false, ticks: '' as const, fixedrange: true, automargin: false };
  const rule = (row: number) => ({ type: 'line' as const, x0: 0, x1: width, y0: row, y1: row, line: { color: theme.foreground, width: 1 } });
  return {
    data: [{ type: 'scatter', mode: 'markers', x: [], y: [] }],
    layout: {
      margin: { l: 12, r: 12, t: 12, b: 12 }, showlegend: false,
      xaxis: { ...axis, range: [0, width] }, yaxis: { ...axis, range: [lines.length, 0] },
      shapes: [0, 1, lines.length - 1, lines.length].map(rule),
      annotations: lines.flatMap((line, row) => line.map((words, column) => ({
        text: row === 0 || row === lines.length - 1 ? `<b>${plainText(words)}</b>` : plainText(words), showarrow: false, y: row + 0.5, yanchor: 'middle' as const,
        ...(column === 0 ? { x: 0, xanchor: 'left' as const } : { x: ends[column], xanchor: 'right' as const }),
      }))),
    },
  };
}
