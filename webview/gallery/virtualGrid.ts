import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { LightElement } from '../ui/lightElement.ts';
import {
  clampTop, gridShape, isScaled, movedIndex, scrollHeight, scrollOfTop, topOfScroll, topShowing, visibleRows, type GridShape,
} from './gridGeometry.ts';

/** What the grid needs of a tile; null stands for one that is still being loaded. */
export interface GridTile {
  readonly id: string;
  /** Read out by screen readers. */
  readonly label: string;
  readonly marked: boolean;
  readonly content: TemplateResult;
}

const marginRows = 2;

/**
 * A grid of equal tiles of which only the visible rows are in the document, for any number of tiles. The focused tile
 * stays in the document when it is scrolled away, so that the keyboard never loses its place.
 */
@customElement('sl-virtual-grid')
export class VirtualGrid extends LightElement {
  @property({ type: Number }) count = 0;
  @property({ type: Number }) tileWidth = 148;
  @property({ type: Number }) rowHeight = 176;
  @property() label = '';
  @property({ attribute: false }) tile: (index: number) => GridTile | null = () => null;
  /** Called with the visible tiles, `end` exclusive, whenever they change. */
  @property({ attribute: false }) onRange: (first: number, end: number) => void = () => {};
  @property({ attribute: false }) onOpen: (index: number) => void = () => {};
  @property({ attribute: false }) onFocusTile: (index: number) => void = () => {};

  @state() private focused = 0;
  @state() private top = 0;
  @state() private width = 0;
  @state() private viewport = 0;
  /** Whether the scroll bar still has to follow a move of our own. It is left alone otherwise: the person may be dragging it. */
  private scrollBehind = false;
  private takeFocus = false;
  private told = '';
  private readonly resized = new ResizeObserver(() => { this.measure(); });

  /** Makes `index` the tile the keyboard starts from and scrolls to it. */
  showTile(index: number): void {
    this.focused = Math.max(0, Math.min(index, this.count - 1));
    this.moveTo(topShowing(this.shape, this.top, this.focused));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resized.disconnect();
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.scroller);
    // Not passive: a scaled grid moves by itself, pixel for pixel.
    this.scroller.addEventListener('wheel', (event) => { this.wheel(event); }, { passive: false });
    this.measure();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('count')) this.focused = Math.max(0, Math.min(this.focused, this.count - 1));
    this.moveTo(clampTop(this.shape, this.top));
  }

  protected override updated(): void {
    if (this.scrollBehind) this.scroller.scrollTop = scrollOfTop(this.shape, this.top);
    this.scrollBehind = false;
    if (this.takeFocus) {
      this.takeFocus = false;
      this.querySelector<HTMLElement>(`[data-index="${this.focused}"]`)?.focus({ preventScroll: true });
    }
    this.tellRange();
  }

  protected override render(): TemplateResult {
    const { shape } = this;
    const { first, end } = visibleRows(shape, this.top, marginRows);
    const rows = Array.from({ length: end - first }, (_, k) => first + k);
    const focusedRow = Math.floor(this.focused / shape.columns);
    // In order, so that Lit never moves the focused row's element: an element that moves loses the focus.
    if (this.count > 0 && focusedRow < first) rows.unshift(focusedRow);
    else if (this.count > 0 && focusedRow >= end) rows.push(focusedRow);
    return html`<div class="grid-scroller" @scroll=${this.scrolled} @keydown=${this.pressed} @click=${this.clicked} @focusin=${this.entered}>
      <div class="grid-layer" role="grid" aria-label=${this.label} aria-rowcount=${shape.rows} aria-colcount=${shape.columns}
        style="height:${this.viewport}px">
        ${repeat(rows, (row) => row, (row) => this.row(shape, row))}
      </div>
      <div style="height:${Math.max(0, scrollHeight(shape) - this.viewport)}px"></div>
    </div>`;
  }

  private row(shape: GridShape, row: number): TemplateResult {
    const start = row * shape.columns;
    const indices = Array.from({ length: Math.min(shape.columns, this.count - start) }, (_, k) => start + k);
    // Rows out of sight (the focused one) wait just outside: far away they would not be told apart from precision loss.
    const y = Math.min(Math.max(row * shape.rowHeight - this.top, -shape.rowHeight * (marginRows + 1)), shape.viewport + shape.rowHeight * marginRows);
    return html`<div class="grid-row" role="row" aria-rowindex=${row + 1}
      style="transform:translateY(${y}px);height:${shape.rowHeight}px;grid-template-columns:repeat(${shape.columns},1fr)">
      ${repeat(indices, (index) => index, (index) => this.cell(index, index - start + 1))}
    </div>`;
  }

  private cell(index: number, column: number): TemplateResult {
    const tile = this.tile(index);
    return html`<div role="gridcell" class="grid-cell ${tile ? '' : 'grid-cell-loading'}" data-index=${index} aria-colindex=${column}
      tabindex=${index === this.focused ? 0 : -1} aria-label=${tile?.label ?? 'loading'} aria-selected=${tile?.marked ? 'true' : 'false'}
      data-sticker-id=${tile?.id ?? nothing} title=${tile?.id ?? nothing}>${tile?.content ?? nothing}</div>`;
  }

  private get scroller(): HTMLElement {
    return this.querySelector<HTMLElement>('.grid-scroller')!;
  }

  private get shape(): GridShape {
    return gridShape({ count: this.count, width: this.width, viewport: this.viewport, tileWidth: this.tileWidth, rowHeight: this.rowHeight });
  }

  private measure(): void {
    const before = this.shape;
    const topIndex = Math.floor(this.top / before.rowHeight) * before.columns;
    this.width = this.scroller.clientWidth;
    this.viewport = this.scroller.clientHeight;
    const { columns, rowHeight } = this.shape;
    if (columns !== before.columns) this.moveTo(clampTop(this.shape, Math.floor(topIndex / columns) * rowHeight));
  }

  private moveTo(top: number): void {
    if (top === this.top) return;
    this.top = top;
    this.scrollBehind = true;
  }

  private tellRange(): void {
    const { shape } = this;
    if (this.viewport === 0) return;
    const { first, end } = visibleRows(shape, this.top, 0);
    const range = { first: first * shape.columns, end: Math.min(this.count, end * shape.columns) };
    const now = `${range.first}-${range.end}-${this.count}`;
    if (now === this.told) return;
    this.told = now;
    this.onRange(range.first, range.end);
  }

  private scrolled(): void {
    const { scrollTop } = this.scroller;
    // The echo of our own move, rounded by the browser, or one that a further move has overtaken.
    if (this.scrollBehind || Math.abs(scrollTop - scrollOfTop(this.shape, this.top)) <= 1) return;
    this.top = topOfScroll(this.shape, scrollTop);
  }

  private wheel(event: WheelEvent): void {
    if (!isScaled(this.shape) || event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 40 : 1;
    this.moveTo(clampTop(this.shape, this.top + event.deltaY * lines));
  }

  private pressed(event: KeyboardEvent): void {
    if (this.count === 0 || event.altKey || event.metaKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      this.onOpen(this.focused);
      return;
    }
    const next = movedIndex(this.shape, this.focused, event.key, event.ctrlKey);
    if (next === null) return;
    event.preventDefault();
    this.focusOn(next);
  }

  private clicked(event: MouseEvent): void {
    const index = indexAt(event.target);
    if (index === null) return;
    this.focusOn(index);
    this.onOpen(index);
  }

  /** Coming back with Tab to a tile that was scrolled away. */
  private entered(event: FocusEvent): void {
    const index = indexAt(event.target);
    if (index !== null) this.moveTo(topShowing(this.shape, this.top, index));
  }

  private focusOn(index: number): void {
    const moved = index !== this.focused;
    this.showTile(index);
    this.takeFocus = true;
    this.requestUpdate();
    if (moved) this.onFocusTile(index);
  }
}

function indexAt(target: EventTarget | null): number | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
  return cell ? Number(cell.dataset['index']) : null;
}
