import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { placeOf, type PlotArea } from '../plots/plotArea.ts';
import { readPlotTheme } from '../plots/plotTheme.ts';
import { watchTheme } from '../plots/themeChange.ts';
import { LightElement } from '../ui/lightElement.ts';
import type { MapPoints } from './mapTraces.ts';

/** Points of a map that are marked, as indices. */
export interface MarkedPoints {
  /** A ring: of the shared selection. */
  readonly selected: Int32Array;
  /** An orange square: found by the search. */
  readonly found: Int32Array;
}

/** Stands out from every class's colour, since it is never filled. */
const foundColor = '#e69f00';

/** Marks over a map, on a canvas of their own: the map's traces stay as they are while selection, search and pointer go on. */
@customElement('sl-map-marks')
export class MapMarks extends LightElement {
  @property({ attribute: false }) points: MapPoints = { x: new Float32Array(), y: new Float32Array() };
  @property({ attribute: false }) marked: MarkedPoints = { selected: new Int32Array(), found: new Int32Array() };
  /** The point under the pointer, in this map or the one beside it; null for none. */
  @property({ attribute: false }) hovered: number | null = null;

  private area: PlotArea | null = null;
  private frame = 0;
  private stopWatching: () => void = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopWatching = watchTheme(() => { this.redraw(); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWatching();
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  /** The map was drawn or moved. */
  place(area: PlotArea): void {
    this.area = area;
    this.redraw();
  }

  protected override render(): TemplateResult {
    return html`<canvas class="map-marks" aria-hidden="true" data-testid="map-marks"></canvas>`;
  }

  protected override updated(): void {
    this.redraw();
  }

  private redraw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.drawNow();
    });
  }

  private drawNow(): void {
    const canvas = this.querySelector('canvas');
    const { area } = this;
    const paint = canvas?.getContext('2d');
    if (!canvas || !paint || !area) return;
    const scale = window.devicePixelRatio;
    const [width, height] = [Math.round(area.width * scale), Math.round(area.height * scale)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    Object.assign(canvas.style, { left: `${area.left}px`, top: `${area.top}px`, width: `${area.width}px`, height: `${area.height}px` });
    paint.setTransform(scale, 0, 0, scale, 0, 0);
    paint.clearRect(0, 0, area.width, area.height);
    const { foreground } = readPlotTheme();
    this.outline(paint, area, this.marked.found, foundColor, 2, (left, top) => { paint.rect(left - 6, top - 6, 12, 12); });
    this.outline(paint, area, this.marked.selected, foreground, 1.5, (left, top) => {
      paint.moveTo(left + 5, top);
      paint.arc(left, top, 5, 0, 2 * Math.PI);
    });
    if (this.hovered !== null) {
      this.outline(paint, area, Int32Array.of(this.hovered), foreground, 2.5, (left, top) => {
        paint.moveTo(left + 9, top);
        paint.arc(left, top, 9, 0, 2 * Math.PI);
      });
    }
  }

  private outline(paint: CanvasRenderingContext2D, area: PlotArea, points: Int32Array, color: string, width: number, add: (left: number, top: number) => void): void {
    const inside = { ...area, left: 0, top: 0 };
    paint.beginPath();
    for (const point of points) {
      const { left, top } = placeOf(this.points.x[point], this.points.y[point], inside);
      if (left > -12 && top > -12 && left < area.width + 12 && top < area.height + 12) add(left, top);
    }
    paint.strokeStyle = color;
    paint.lineWidth = width;
    paint.stroke();
  }
}
