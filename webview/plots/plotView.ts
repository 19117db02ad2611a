import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { LightElement } from '../ui/lightElement.ts';
import { Plotly, type Config, type Data, type Layout, type PlotlyHTMLElement } from './plotly.ts';
import { readPlotArea, type PlotArea, type Zoom } from './plotArea.ts';
import { readPlotTheme, themedLayout, type PlotTheme } from './plotTheme.ts';
import { watchTheme } from './themeChange.ts';

/** What is drawn, made anew from the theme. */
export interface Plot {
  readonly data: Data[];
  readonly layout: Partial<Layout>;
}

/** One mark of a plot, as an event names it. */
export interface PlotPoint {
  readonly x: number | string;
  readonly y: number | string;
  /** What the trace was given as `customdata` for this mark. */
  readonly customdata: unknown;
}

/** A plot that follows its container's size and VS Code's theme. */
@customElement('sl-plot')
export class PlotView extends LightElement {
  /** Read out in place of the picture. */
  @property() label = '';
  @property({ attribute: false }) draw: (theme: PlotTheme) => Plot = () => ({ data: [], layout: {} });
  @property({ attribute: false }) config: Partial<Config> = {};
  @property({ attribute: false }) onPoint: (point: PlotPoint) => void = () => {};
  @property({ attribute: false }) onHover: (point: PlotPoint | null) => void = () => {};
  @property({ attribute: false }) onSelect: (points: readonly PlotPoint[]) => void = () => {};
  /** Whether the person's zoom outlasts what is drawn, and can be set: for plots of one pair of numeric axes. */
  @property({ type: Boolean }) zoomable = false;
  /** After every drawing and move. */
  @property({ attribute: false }) onArea: (area: PlotArea) => void = () => {};
  /** The person moved or zoomed; null: back to everything. */
  @property({ attribute: false }) onZoom: (zoom: Zoom | null) => void = () => {};

  private figure: PlotlyHTMLElement | null = null;
  private drawing: Promise<void> = Promise.resolve();
  private frame = 0;
  private zoom: Zoom | null = null;
  private zoomFrame = 0;
  /** Moved by `zoomTo`, not by the person. */
  private following = false;
  private stopWatching: () => void = () => {};
  private readonly resized = new ResizeObserver(() => { this.redraw(); });

  override connectedCallback(): void {
    super.connectedCallback();
    this.stopWatching = watchTheme(() => { this.redraw(); });
    this.resized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopWatching();
    this.resized.disconnect();
    cancelAnimationFrame(this.frame);
    cancelAnimationFrame(this.zoomFrame);
    this.frame = this.zoomFrame = 0;
    if (this.figure) Plotly.purge(this.figure);
    this.figure = null;
  }

  /** Shows this part of the plane, at the next frame; null: everything. */
  zoomTo(zoom: Zoom | null): void {
    this.zoom = zoom;
    if (this.zoomFrame !== 0) return;
    this.zoomFrame = requestAnimationFrame(() => {
      this.zoomFrame = 0;
      this.drawing = this.drawing.catch(() => {}).then(() => this.follow());
    });
  }

  protected override render(): TemplateResult {
    return html`<div class="plot" role="img" aria-label=${this.label}></div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // Another listener is no other picture.
    if (changed.has('draw') || changed.has('config')) this.redraw();
  }

  /** Once a frame at most, and one drawing after the other: the library's calls must not overlap. */
  private redraw(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      // One that failed has been reported as unhandled; the next one may well succeed.
      this.drawing = this.drawing.catch(() => {}).then(() => this.drawNow());
    });
  }

  private async drawNow(): Promise<void> {
    const element = this.querySelector<HTMLElement>('.plot');
    if (!this.isConnected || !element || element.clientWidth === 0) return;
    const theme = readPlotTheme();
    const { data, layout } = this.draw(theme);
    const size = { width: element.clientWidth, height: element.clientHeight };
    // Nothing leaves the machine: the library's own default is a button that uploads the data to its maker.
    const config: Partial<Config> = { displaylogo: false, responsive: false, ...this.config, showSendToCloud: false, plotlyServerURL: '' };
    const drawn = await Plotly.react(element, data, themedLayout({ ...layout, ...this.zoomed(layout), ...size }, theme), config);
    if (!this.isConnected) {
      Plotly.purge(drawn);
      return;
    }
    if (this.figure) return;
    this.figure = drawn;
    if (this.zoomable) this.watchZoom(drawn);
    drawn.on('plotly_click', ({ points }) => { if (points[0]) this.onPoint(toPoint(points[0])); });
    drawn.on('plotly_hover', ({ points }) => { this.onHover(points[0] ? toPoint(points[0]) : null); });
    drawn.on('plotly_unhover', () => { this.onHover(null); });
    // Without points the person clicked beside them, or took the selection back.
    drawn.on('plotly_selected', (event) => {
      if (!event || event.points.length === 0) return;
      this.onSelect(event.points.map(toPoint));
      // Its outline would stay where the selection goes on to change elsewhere.
      this.drawing = this.drawing.catch(() => {}).then(async () => { await Plotly.relayout(drawn, { selections: [] }); });
    });
  }

  private watchZoom(drawn: PlotlyHTMLElement): void {
    this.onArea(readPlotArea(drawn));
    drawn.on('plotly_afterplot', () => { this.onArea(readPlotArea(drawn)); });
    const moved = (zoom: Zoom | null): void => {
      this.onArea(readPlotArea(drawn));
      if (this.following) return;
      this.zoom = zoom;
      this.onZoom(zoom);
    };
    drawn.on('plotly_relayouting', () => { moved(readPlotArea(drawn)); });
    drawn.on('plotly_relayout', (event) => {
      if (event['xaxis.autorange'] === true) moved(null);
      else if (event['xaxis.range[0]'] !== undefined) moved(readPlotArea(drawn));
    });
  }

  /** The axes of a layout with the zoom that outlasts it. */
  private zoomed({ xaxis, yaxis }: Partial<Layout>): Partial<Layout> {
    return this.zoom ? { xaxis: { ...xaxis, range: [...this.zoom.x], autorange: false }, yaxis: { ...yaxis, range: [...this.zoom.y], autorange: false } } : {};
  }

  private async follow(): Promise<void> {
    if (!this.figure) return;
    const { zoom } = this;
    this.following = true;
    const change: object = zoom ? { 'xaxis.range': [...zoom.x], 'yaxis.range': [...zoom.y] } : { 'xaxis.autorange': true, 'yaxis.autorange': true };
    await Plotly.relayout(this.figure, change);
    this.following = false;
  }
}

function toPoint(point: { readonly x?: unknown; readonly y?: unknown; readonly customdata?: unknown }): PlotPoint {
  return { x: point.x as number | string, y: point.y as number | string, customdata: point.customdata };
}
