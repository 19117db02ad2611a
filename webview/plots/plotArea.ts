import type { PlotlyHTMLElement } from './plotly.ts';

type Range = readonly [number, number];

/** What part of the plane a plot shows. */
export interface Zoom {
  readonly x: Range;
  readonly y: Range;
}

/** Where within its element a plot draws, px, and what it shows there. */
export interface PlotArea extends Zoom {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface DrawnAxis {
  readonly range: [number, number];
  readonly _offset: number;
  readonly _length: number;
}

/** The library tells of a move, but its event lacks the ranges until the move has ended: they are in its own state alone. */
export function readPlotArea(figure: PlotlyHTMLElement): PlotArea {
  const { xaxis, yaxis } = (figure as unknown as { readonly _fullLayout: { readonly xaxis: DrawnAxis; readonly yaxis: DrawnAxis } })._fullLayout;
  return { left: xaxis._offset, top: yaxis._offset, width: xaxis._length, height: yaxis._length, x: [...xaxis.range], y: [...yaxis.range] };
}

/** A point of the plane in px of the element. */
export function placeOf(x: number, y: number, area: PlotArea): { readonly left: number; readonly top: number } {
  return {
    left: area.left + ((x - area.x[0]) / (area.x[1] - area.x[0])) * area.width,
    top: area.top + ((area.y[1] - y) / (area.y[1] - area.y[0])) * area.height,
  };
}
