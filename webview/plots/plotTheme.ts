import type { Layout } from './plotly.ts';

export interface PlotTheme {
  readonly dark: boolean;
  readonly foreground: string;
  readonly background: string;
  readonly grid: string;
  readonly muted: string;
  readonly hoverBackground: string;
  readonly hoverBorder: string;
  readonly fontFamily: string;
  readonly fontSize: number;
}

/** For figures that leave VS Code: black on white. */
export const printTheme: PlotTheme = {
  dark: false, foreground: '#1b1b1b', background: '#ffffff', grid: 'rgba(128, 128, 128, 0.25)', muted: '#555555',
  hoverBackground: '#ffffff', hoverBorder: '#1b1b1b', fontFamily: 'Arial, Helvetica, sans-serif', fontSize: 13,
};

/** The colours of VS Code's present theme. */
export function readPlotTheme(): PlotTheme {
  const style = getComputedStyle(document.body);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(`--vscode-${name}`).trim() || otherwise;
  const { classList } = document.body;
  const dark = classList.contains('vscode-dark') || (classList.contains('vscode-high-contrast') && !classList.contains('vscode-high-contrast-light'));
  const foreground = read('foreground', dark ? '#cccccc' : '#3b3b3b');
  const background = read('editor-background', dark ? '#1f1f1f' : '#ffffff');
  return {
    dark, foreground, background,
    // The same in every theme: a border colour would outshine the curves in high contrast.
    grid: printTheme.grid,
    muted: read('descriptionForeground', foreground),
    hoverBackground: read('editorHoverWidget-background', background),
    hoverBorder: read('editorHoverWidget-border', read('contrastBorder', foreground)),
    fontFamily: read('font-family', 'sans-serif'),
    fontSize: Number.parseFloat(read('font-size', '13')) || 13,
  };
}

/** A layout drawn in the theme; what the plot itself says comes last. */
export function themedLayout(layout: Partial<Layout>, theme: PlotTheme): Partial<Layout> {
  const axis = { gridcolor: theme.grid, zerolinecolor: theme.grid, linecolor: theme.grid, color: theme.foreground, automargin: true };
  return {
    autosize: true,
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { color: theme.foreground, family: theme.fontFamily, size: theme.fontSize - 1 },
    hoverlabel: { bgcolor: theme.hoverBackground, bordercolor: theme.hoverBorder, font: { color: theme.foreground, family: theme.fontFamily, size: theme.fontSize - 1 } },
    margin: { l: 48, r: 12, t: 12, b: 40 },
    ...layout,
    modebar: { bgcolor: 'rgba(0,0,0,0)', color: theme.muted, activecolor: theme.foreground, ...layout.modebar },
    xaxis: { ...axis, ...layout.xaxis },
    yaxis: { ...axis, ...layout.yaxis },
  };
}

type Stop = readonly [number, string];

/**
 * One hue from the background to a blue: told apart by lightness alone, so also by people who do not see colours, and
 * an empty cell looks empty in light and dark.
 */
export function sequentialScale(theme: PlotTheme): [number, string][] {
  const stops: readonly Stop[] = theme.dark
    ? [[0, theme.background], [0.5, '#2a6f9e'], [1, '#a6dbf5']]
    : [[0, theme.background], [0.5, '#6baed6'], [1, '#08306b']];
  return stops.map(([at, color]) => [at, color]);
}
