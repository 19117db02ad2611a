import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { clampTop, isScaled, scrollOfTop, topOfScroll, topShowing, visibleRows, type GridShape } from './gridGeometry.ts';

export interface VirtualScrollConfig {
  /** The grid as it lies in a scroller of this size, px. */
  readonly shape: (width: number, viewport: number) => GridShape;
  /** Called with the visible rows, `end` exclusive, whenever they change. */
  readonly onRows: (first: number, end: number, shape: GridShape) => void;
}

/**
 * Scrolls rows of which only the visible ones are in the document: keeps where the visible part begins, in virtual pixels,
 * and the scroll bar of the component's `.grid-scroller` with it. The component places its rows by `top`.
 */
export class VirtualScroll implements ReactiveController {
  top = 0;
  viewport = 0;
  /** Without the scroll bar, px. */
  width = 0;
  private readonly host: ReactiveControllerHost & HTMLElement;
  private readonly config: VirtualScrollConfig;
  private observed: HTMLElement | null = null;
  /** Whether the scroll bar still has to follow a move of our own. It is left alone otherwise: the person may be dragging it. */
  private scrollBehind = false;
  private told = '';
  private readonly resized = new ResizeObserver(() => { this.measure(); });

  constructor(host: ReactiveControllerHost & HTMLElement, config: VirtualScrollConfig) {
    this.host = host;
    this.config = config;
    host.addController(this);
  }

  get shape(): GridShape {
    return this.config.shape(this.width, this.viewport);
  }

  hostUpdate(): void {
    this.moveTo(clampTop(this.shape, this.top));
  }

  hostUpdated(): void {
    if (!this.observed) this.observe();
    if (this.scrollBehind) this.scroller.scrollTop = scrollOfTop(this.shape, this.top);
    this.scrollBehind = false;
    this.tellRows();
  }

  hostDisconnected(): void {
    this.resized.disconnect();
    this.observed = null;
  }

  /** Scrolls as little as needed for the whole row of item `index` to be seen. */
  reveal(index: number): void {
    this.moveTo(topShowing(this.shape, this.top, index));
  }

  /** For the scroller's `scroll` event. */
  scrolled(): void {
    const { scrollTop } = this.scroller;
    // The echo of our own move, rounded by the browser, or one that a further move has overtaken.
    if (this.scrollBehind || Math.abs(scrollTop - scrollOfTop(this.shape, this.top)) <= 1) return;
    this.top = topOfScroll(this.shape, scrollTop);
    this.host.requestUpdate();
  }

  private get scroller(): HTMLElement {
    return this.host.querySelector<HTMLElement>('.grid-scroller')!;
  }

  private observe(): void {
    this.observed = this.scroller;
    this.resized.observe(this.observed);
    // Not passive: a scaled grid moves by itself, pixel for pixel.
    this.observed.addEventListener('wheel', (event) => { this.wheel(event); }, { passive: false });
    this.measure();
  }

  private measure(): void {
    const before = this.shape;
    const topIndex = Math.floor(this.top / before.rowHeight) * before.columns;
    this.width = this.scroller.clientWidth;
    this.viewport = this.scroller.clientHeight;
    const { columns, rowHeight } = this.shape;
    if (columns !== before.columns) this.moveTo(clampTop(this.shape, Math.floor(topIndex / columns) * rowHeight));
    this.host.requestUpdate();
  }

  private moveTo(top: number): void {
    if (top === this.top) return;
    this.top = top;
    this.scrollBehind = true;
    this.host.requestUpdate();
  }

  private tellRows(): void {
    const { shape } = this;
    if (this.viewport === 0) return;
    const { first, end } = visibleRows(shape, this.top, 0);
    const now = `${first}-${end}-${shape.columns}-${shape.count}`;
    if (now === this.told) return;
    this.told = now;
    this.config.onRows(first, end, shape);
  }

  private wheel(event: WheelEvent): void {
    if (!isScaled(this.shape) || event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 40 : 1;
    this.moveTo(clampTop(this.shape, this.top + event.deltaY * lines));
  }
}
