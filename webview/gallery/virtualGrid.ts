import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { drawnRows, gridShape, movedIndex, rowOffset, scrollHeight, type GridShape } from '../grid/gridGeometry.ts';
import { VirtualScroll } from '../grid/virtualScroll.ts';
import { LightElement } from '../ui/lightElement.ts';

/** What the grid needs of a tile; null stands for one that is still being loaded. */
export interface GridTile {
  readonly id: string;
  /** Read out by screen readers. */
  readonly label: string;
  readonly marked: boolean;
  readonly content: TemplateResult;
}

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
  private takeFocus = false;
  private readonly scrolling = new VirtualScroll(this, {
    shape: (width, viewport) => gridShape({ count: this.count, width, viewport, tileWidth: this.tileWidth, rowHeight: this.rowHeight }),
    onRows: (first, end, { columns, count }) => { this.onRange(first * columns, Math.min(count, end * columns)); },
  });

  /** The tile the keyboard starts from. */
  get focusedTile(): number {
    return this.focused;
  }

  /** The sticker of the focused tile lies at `index` now: the focus goes with it, without scrolling. */
  moveFocus(index: number): void {
    this.takeFocus ||= this.hasFocus;
    this.focused = index;
  }

  /** Makes `index` the tile the keyboard starts from and scrolls to it. */
  showTile(index: number): void {
    this.focused = Math.max(0, Math.min(index, this.count - 1));
    this.scrolling.reveal(this.focused);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('count') || this.focused < this.count) return;
    this.moveFocus(Math.max(0, this.count - 1));
  }

  protected override updated(): void {
    if (!this.takeFocus) return;
    this.querySelector<HTMLElement>(`[data-index="${this.focused}"]`)?.focus({ preventScroll: true });
    this.takeFocus = false;
  }

  protected override render(): TemplateResult {
    const { shape, top, viewport } = this.scrolling;
    const rows = drawnRows(shape, top, Math.floor(this.focused / shape.columns));
    return html`<div class="grid-scroller" @scroll=${() => { this.scrolling.scrolled(); }} @keydown=${this.pressed} @click=${this.clicked} @focusin=${this.entered}>
      <div class="grid-layer" role="grid" aria-label=${this.label} aria-multiselectable="true" aria-rowcount=${shape.rows} aria-colcount=${shape.columns}
        style="height:${viewport}px">
        ${repeat(rows, (row) => row, (row) => this.row(shape, row))}
      </div>
      <div style="height:${Math.max(0, scrollHeight(shape) - viewport)}px"></div>
    </div>`;
  }

  private row(shape: GridShape, row: number): TemplateResult {
    const start = row * shape.columns;
    const indices = Array.from({ length: Math.min(shape.columns, this.count - start) }, (_, k) => start + k);
    return html`<div class="grid-row" role="row" aria-rowindex=${row + 1}
      style="transform:translateY(${rowOffset(shape, this.scrolling.top, row)}px);height:${shape.rowHeight}px;grid-template-columns:repeat(${shape.columns},1fr)">
      ${repeat(indices, (index) => index, (index) => this.cell(index, index - start + 1))}
    </div>`;
  }

  private cell(index: number, column: number): TemplateResult {
    const tile = this.tile(index);
    return html`<div role="gridcell" class="grid-cell ${tile ? '' : 'grid-cell-loading'}" data-index=${index} aria-colindex=${column}
      tabindex=${index === this.focused ? 0 : -1} aria-label=${tile?.label ?? 'loading'} aria-selected=${tile?.marked ? 'true' : 'false'}
      data-sticker-id=${tile?.id ?? nothing} title=${tile?.id ?? nothing}>${tile?.content ?? nothing}</div>`;
  }

  private pressed(event: KeyboardEvent): void {
    if (this.count === 0 || event.altKey || event.metaKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      this.onOpen(this.focused);
      return;
    }
    const next = movedIndex(this.scrolling.shape, this.focused, event.key, event.ctrlKey);
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

  private get hasFocus(): boolean {
    return this.contains(document.activeElement);
  }

  /** Coming back with Tab to a tile that was scrolled away. */
  private entered(event: FocusEvent): void {
    if (this.takeFocus) return;
    const index = indexAt(event.target);
    if (index !== null) this.scrolling.reveal(index);
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
