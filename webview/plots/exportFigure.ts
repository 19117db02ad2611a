import { plainText } from './plainText.ts';
import { Plotly, type Layout } from './plotly.ts';
import { printTheme, themedLayout, type PlotTheme } from './plotTheme.ts';
import type { Plot } from './plotView.ts';

/** A plot as it is kept outside VS Code: light, of a fixed size, with its caption in it. */
export interface Figure {
  readonly title: string;
  /** What it shows of what: run, split, seed, parameters. */
  readonly caption: string;
  /** Pixels of the plot itself; title and caption come on top. */
  readonly width: number;
  readonly height: number;
  readonly draw: (theme: PlotTheme) => Plot;
}

/** Foot of the title, and distance of the caption's lines below it, px. */
const firstLine = 22;
const lineHeight = 18;
/** Of an average character of the caption, px. */
const characterWidth = 6;
/** PNG pixels for each px. */
const pngScale = 2;

/** The figure as SVG markup. */
export const figureSvg = async (figure: Figure): Promise<string> => decodeURIComponent(content(await Plotly.toImage(printed(figure), { format: 'svg', ...sizeOf(figure) })));

/** The figure as the bytes of a PNG file. */
export async function figurePng(figure: Figure): Promise<Uint8Array> {
  const url = await Plotly.toImage(printed(figure), { format: 'png', scale: pngScale, ...sizeOf(figure) });
  return Uint8Array.from(atob(content(url)), (character) => character.charCodeAt(0));
}

/** Of a data URL. */
const content = (url: string): string => url.slice(url.indexOf(',') + 1);

const captionLines = ({ caption, width }: Figure): string[] => wrapped(caption, Math.floor((width - 24) / characterWidth));
const headHeight = (figure: Figure): number => 34 + captionLines(figure).length * lineHeight;
const sizeOf = (figure: Figure): { width: number; height: number } => ({ width: figure.width, height: figure.height + headHeight(figure) });

function printed(figure: Figure): { data: Plot['data']; layout: Partial<Layout>; config: object } {
  const { data, layout } = figure.draw(printTheme);
  const head = `<b>${plainText(figure.title)}</b>${captionLines(figure).map((line) => `<br><span style="font-size:11px">${plainText(line)}</span>`).join('')}`;
  const own: Partial<Layout> = {
    ...layout, paper_bgcolor: printTheme.background, margin: { ...layout.margin, t: (layout.margin?.t ?? 12) + headHeight(figure) },
    // By its first line's foot: some readers of SVG set the other lines too high where it hangs from the top.
    title: { text: head, x: 0, xref: 'container', xanchor: 'left', y: 1 - firstLine / sizeOf(figure).height, yref: 'container', yanchor: 'bottom', pad: { l: 12, b: 0 }, font: { size: 14 } },
  };
  return { data, layout: themedLayout(own, printTheme), config: { displaylogo: false } };
}

/** Lines of at most `most` characters where words allow. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/u).filter(Boolean)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length === 0 || longer.length > most) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}
