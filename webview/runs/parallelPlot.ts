import type { RunRow, Split } from '../../extension/protocol/engine.ts';
import type { Data } from '../plots/plotly.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import type { Plot } from '../plots/plotView.ts';
import { metrics } from './runColumns.ts';

export interface Dimension {
  readonly label: string;
  readonly values: number[];
  readonly range: [number, number];
  readonly tickvals?: number[];
  readonly ticktext?: string[];
}

/** More numbers beside an axis run into each other. */
const mostTicks = 8;
/** More axes cannot be told apart. */
export const mostSettings = 9;

function rangeOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = low === high ? Math.max(Math.abs(low) * 0.1, 0.1) : (high - low) * 0.02;
  return [low - margin, high + margin];
}

/** Learning rates and the like are spread by their magnitude. */
const isWide = (values: readonly number[]): boolean => Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) >= 50;

function numberDimension(label: string, numbers: readonly number[]): Dimension {
  const place = isWide(numbers) ? Math.log10 : (value: number) => value;
  const values = numbers.map(place);
  const distinct = [...new Set(numbers)].toSorted((a, b) => a - b);
  const step = Math.ceil(distinct.length / mostTicks);
  const ticks = distinct.filter((_, index) => index % step === 0);
  return { label, values, range: rangeOf(values), tickvals: ticks.map(place), ticktext: ticks.map(String) };
}

/** An axis of numbers where all values are, else one of names. */
export function settingDimension(label: string, texts: readonly (string | undefined)[]): Dimension {
  if (texts.every((text) => text !== undefined && text.trim() !== '' && Number.isFinite(Number(text)))) return numberDimension(label, texts.map(Number));
  const names = [...new Set(texts)].toSorted((a, b) => (a ?? '').localeCompare(b ?? ''));
  const values = texts.map((text) => names.indexOf(text));
  return { label, values, range: rangeOf(values), tickvals: names.map((_, index) => index), ticktext: names.map((name) => name ?? 'not set') };
}

/** One line a run through its settings and scores in percent; the chosen two stand out. All rows have scores of the split. */
export function parallelPlot(rows: readonly RunRow[], settings: readonly string[], split: Split, chosen: readonly (string | null)[], theme: PlotTheme): Plot {
  const dimensions: Dimension[] = [
    ...settings.slice(0, mostSettings).map((name) => settingDimension(name, rows.map((row) => row.settings[name]))),
    ...metrics.map(({ key, name }) => {
      const values = rows.map((row) => 100 * row.scores[split]![key]);
      return { label: `${name} %`, values, range: rangeOf(values) };
    }),
  ];
  const font = { color: theme.foreground, family: theme.fontFamily, size: theme.fontSize - 2 };
  const [otherRuns, firstRun, secondRun] = theme.dark ? ['#808080', '#56b4e9', '#ff9a5c'] : ['#909090', '#0072b2', '#d55e00'];
  const trace = {
    type: 'parcoords', dimensions, labelangle: -12, labelfont: { ...font, size: theme.fontSize - 1 }, tickfont: font, rangefont: { ...font, color: 'rgba(0,0,0,0)' },
    unselected: { line: { color: theme.grid, opacity: 0.3 } },
    line: {
      color: rows.map(({ run }) => chosen.indexOf(run.run) + 1), cmin: 0, cmax: 2, showscale: false,
      colorscale: [[0, otherRuns], [0.25, otherRuns], [0.25, firstRun], [0.75, firstRun], [0.75, secondRun], [1, secondRun]],
    },
  };
  // The library's types do not know this trace's own attributes.
  // What a person dragged along the axes stays while the axes are the same.
  return { data: [trace as unknown as Data], layout: { uirevision: dimensions.map(({ label }) => label).join(), margin: { l: 70, r: 50, t: 90, b: 24 } } };
}
