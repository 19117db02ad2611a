import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { DatasetView, DescriptionRow } from '../../extension/protocol/engine.ts';
import { drawnRows, gridShape, rowOffset, scrollHeight, type GridShape } from '../grid/gridGeometry.ts';
import type { Thumbnail } from '../grid/thumbnails.ts';
import { VirtualScroll } from '../grid/virtualScroll.ts';
import { views, viewTitles } from '../ui/descriptionWords.ts';
import { LightElement } from '../ui/lightElement.ts';
import type { Cell, CellEditing } from './cellEditing.ts';
import { editorCell, stickerCell, textCell, troubleCell, type ViewText } from './cellTemplates.ts';
import { movedPlace, nextText, type Place } from './tableMoves.ts';

const rowHeight = 88;

/**
 * Stickers by their four texts, of which only the visible rows are in the document. The row with the focus stays there
 * when it is scrolled away, an open cell with it.
 */
@customElement('sl-description-table')
export class DescriptionTable extends LightElement {
  @property({ attribute: false }) datasetView!: DatasetView;
  @property({ type: Number }) count = 0;
  @property({ attribute: false }) editing!: CellEditing;
  @property({ attribute: false }) marked: ReadonlySet<string> = new Set();
  /** What the dataset's panels have selected. */
  @property({ attribute: false }) selected: ReadonlySet<string> = new Set();
  @property({ attribute: false }) row: (index: number) => DescriptionRow | null = () => null;
  @property({ attribute: false }) thumbnail: (id: string) => Thumbnail | null = () => null;
  /** Called with the visible rows, `end` exclusive, whenever they change. */
  @property({ attribute: false }) onRange: (first: number, end: number) => void = () => {};
  @property({ attribute: false }) onOpen: (id: string) => void = () => {};
  @property({ attribute: false }) onMark: (id: string) => void = () => {};
  /** The focus moved onto another sticker. */
  @property({ attribute: false }) onMove: (id: string) => void = () => {};
  /** Bumped when rows, pictures or drafts changed. */
  @property({ type: Number }) revision = 0;

  @state() private focused: Place = { row: 0, column: 0 };
  private takeFocus = false;
  /** Whether the focus moved onto a row that was not there yet: it is told of once it is. */
  private moved = false;
  private readonly scrolling = new VirtualScroll(this, {
    shape: (width, viewport) => gridShape({ count: this.count, width, viewport, tileWidth: Infinity, rowHeight }),
    onRows: (first, end) => { this.onRange(first, end); },
  });

  /** Makes this row the one the keyboard starts from and scrolls to it. */
  showRow(row: number): void {
    this.moved = false;
    this.focused = { row: Math.max(0, Math.min(row, this.count - 1)), column: this.focused.column };
    this.scrolling.reveal(this.focused.row);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('count')) this.focused = { ...this.focused, row: Math.max(0, Math.min(this.focused.row, this.count - 1)) };
  }

  protected override updated(): void {
    this.tellMove();
    if (!this.takeFocus) return;
    this.takeFocus = false;
    const cell = this.querySelector<HTMLElement>(`[data-place="${placeName(this.focused)}"]`);
    const editor = cell?.querySelector('textarea');
    (editor ?? cell)?.focus({ preventScroll: true });
    editor?.setSelectionRange(editor.value.length, editor.value.length);
  }

  protected override render(): TemplateResult {
    const { shape, top, viewport } = this.scrolling;
    const rows = drawnRows(shape, top, this.focused.row);
    return html`<div class="table-grid" role="grid" aria-label="Descriptions of ${this.datasetView.name}" aria-rowcount=${this.count + 1} aria-colcount="5"
      @keydown=${this.pressed} @click=${this.clicked} @dblclick=${this.doubleClicked} @focusin=${this.entered}>
      <div class="table-head" role="rowgroup" style="width:${this.scrolling.width}px"><div class="table-row" role="row" aria-rowindex="1">
        <span role="columnheader" aria-colindex="1">Sticker</span>
        ${views.map((view, k) => html`<span role="columnheader" aria-colindex=${k + 2}>${viewTitles[view]}</span>`)}
      </div></div>
      <div class="table-body"><div class="grid-scroller" role="presentation" @scroll=${() => { this.scrolling.scrolled(); }}>
        <div class="grid-layer" role="rowgroup" style="height:${viewport}px">${repeat(rows, (row) => row, (row) => this.tableRow(shape, row))}</div>
        <div role="presentation" style="height:${Math.max(0, scrollHeight(shape) - viewport)}px"></div>
      </div></div>
    </div>`;
  }

  private tableRow(shape: GridShape, index: number): TemplateResult {
    const row = this.row(index);
    const offset = rowOffset(shape, this.scrolling.top, index);
    const marked = row !== null && this.marked.has(row.id);
    return html`<div class="grid-row table-row ${offset > shape.viewport / 2 ? 'opens-up' : ''}" role="row" aria-rowindex=${index + 2} aria-selected=${marked ? 'true' : 'false'} aria-current=${row !== null && this.selected.has(row.id) ? 'true' : nothing}
      data-sticker-id=${row?.id ?? nothing} style="transform:translateY(${offset}px);height:${shape.rowHeight}px">
      <div role="gridcell" class="table-cell sticker-cell" aria-colindex="1" data-place=${placeName({ row: index, column: 0 })} tabindex=${this.tabStop(index, 0)}
        aria-label=${row ? `${row.id}, ${this.labelOf(row)}${marked ? ', marked' : ''}` : 'loading'} title=${row?.id ?? nothing}>
        ${row ? stickerCell(row, this.thumbnail(row.id), this.datasetView.classes, marked, () => { this.onMark(row.id); }) : nothing}</div>
      ${views.map((view, k) => this.textCell(index, k + 1, row, row?.views.find((each) => each.view === view)))}
    </div>`;
  }

  private textCell(index: number, column: number, row: DescriptionRow | null, text: ViewText | undefined): TemplateResult {
    const content = row && text ? this.content({ id: row.id, view: text.view }, text) : null;
    return html`<div role="gridcell" class="table-cell text-cell" aria-colindex=${column + 1} data-place=${placeName({ row: index, column })} data-view=${text?.view ?? nothing}
      tabindex=${this.tabStop(index, column)}>${content ?? nothing}</div>`;
  }

  private content(cell: Cell, text: ViewText): TemplateResult {
    const { editing } = this;
    const buttons = { onMine: () => { editing.saveMine(cell); this.focusAgain(); }, onTheirs: () => { editing.takeTheirs(cell); this.focusAgain(); } };
    if (editing.open && editing.isOpen(cell)) {
      return editorCell(editing.open, {
        onInput: (typed) => { editing.type(typed); },
        onKey: (event) => { this.pressedInEditor(event); },
        // Only the cell that is still open: another may have been opened with a key.
        onLeave: () => { if (editing.isOpen(cell)) editing.close(); },
      }, buttons);
    }
    const kept = editing.draft(cell);
    if (kept?.draft.trouble && !kept.saving) return troubleCell(kept.draft, kept.draft.trouble, buttons);
    return textCell(text, kept?.draft ?? null);
  }

  private tabStop(row: number, column: number): 0 | -1 {
    return row === this.focused.row && column === this.focused.column ? 0 : -1;
  }

  private labelOf({ label }: DescriptionRow): string {
    return label === null ? 'no label' : this.datasetView.classes[label] ?? `class ${label}`;
  }

  private pressed(event: KeyboardEvent): void {
    const row = this.row(this.focused.row);
    if (event.defaultPrevented || this.count === 0 || event.altKey || event.metaKey || !isCell(event.target)) return;
    const { shape } = this.scrolling;
    const next = movedPlace(this.focused, event.key, event.ctrlKey, this.count, Math.max(1, Math.floor(shape.viewport / shape.rowHeight)));
    if (next) this.focusOn(next);
    else if (event.key === ' ' && row && (this.focused.column === 0 || event.ctrlKey)) this.onMark(row.id);
    else if (event.ctrlKey) return;
    else if (event.key === 'Enter' && row && this.focused.column === 0) this.onOpen(row.id);
    else if (event.key === 'Enter' || event.key === 'F2') this.edit();
    else if (event.key.length === 1 && this.focused.column > 0) this.edit(event.key);
    else return;
    event.preventDefault();
  }

  private pressedInEditor(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const { row } = this.focused;
    if (event.key === 'Escape') {
      this.editing.cancel();
      this.focusAgain();
    } else if (event.key === 'Tab') {
      this.saveAndEdit(nextText(this.focused, this.count, event.shiftKey));
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      this.saveAndEdit(row < this.count - 1 ? { row: row + 1, column: this.focused.column } : null);
    } else return;
    event.preventDefault();
  }

  /** Saves the open cell and opens the next one, or stays on the saved one at the table's end. */
  private saveAndEdit(next: Place | null): void {
    this.editing.close();
    this.focusOn(next ?? this.focused);
    if (next) this.edit();
  }

  private edit(typed = ''): void {
    const row = this.row(this.focused.row);
    const text = row?.views.find(({ view }) => view === views[this.focused.column - 1]);
    if (!row || !text || !this.editing.start({ id: row.id, view: text.view }, text.text, text.version, typed)) return;
    this.focusAgain();
  }

  private clicked(event: MouseEvent): void {
    const place = placeOf(event.target);
    if (!place || !isOutsideControls(event.target)) return;
    this.focusOn(place);
    const row = this.row(place.row);
    if (row && place.column === 0) this.onOpen(row.id);
  }

  private doubleClicked(event: MouseEvent): void {
    if (placeOf(event.target)?.column && isOutsideControls(event.target)) this.edit();
  }

  /** Coming back with Tab to a cell that was scrolled away. */
  private entered(event: FocusEvent): void {
    const place = placeOf(event.target);
    if (place) this.scrolling.reveal(place.row);
  }

  private focusOn(place: Place): void {
    this.moved ||= place.row !== this.focused.row;
    this.focused = place;
    this.scrolling.reveal(place.row);
    this.focusAgain();
    this.tellMove();
  }

  private tellMove(): void {
    const row = this.moved ? this.row(this.focused.row) : null;
    if (!row) return;
    this.moved = false;
    this.onMove(row.id);
  }

  private focusAgain(): void {
    this.takeFocus = true;
    this.requestUpdate();
  }
}

const placeName = ({ row, column }: Place): string => `${row} ${column}`;

function placeOf(target: EventTarget | null): Place | null {
  const name = target instanceof Element ? target.closest<HTMLElement>('[data-place]')?.dataset['place'] : undefined;
  if (name === undefined) return null;
  const [row, column] = name.split(' ').map(Number);
  return { row, column };
}

const isCell = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.dataset['place'] !== undefined;
const isOutsideControls = (target: EventTarget | null): boolean => target instanceof Element && !target.closest('button, input, textarea');
