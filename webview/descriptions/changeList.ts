import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { drawnRows, gridShape, rowOffset, scrollHeight, type GridShape } from '../grid/gridGeometry.ts';
import { VirtualScroll } from '../grid/virtualScroll.ts';
import { viewTitles } from '../ui/descriptionWords.ts';
import { LightElement } from '../ui/lightElement.ts';
import { stateMark } from '../ui/stateMark.ts';
import { stickerName } from '../ui/stickerName.ts';
import { aroundChanges, difference, wordDifference } from '../ui/wordDifference.ts';
import type { PreviewedChange } from './findSession.ts';

const rowHeight = 66;

/** Every change of a replacement, text before and after in one; only the visible ones are in the document. */
@customElement('sl-change-list')
export class ChangeList extends LightElement {
  @property({ type: Number }) count = 0;
  /** Counts and changes are of the question before. */
  @property({ type: Boolean }) busy = false;
  @property({ attribute: false }) change: (index: number) => PreviewedChange | null = () => null;
  @property({ attribute: false }) onRange: (first: number, end: number) => void = () => {};
  @property({ attribute: false }) onOpen: (id: string) => void = () => {};

  private readonly scrolling = new VirtualScroll(this, {
    shape: (width, viewport) => gridShape({ count: this.count, width, viewport, tileWidth: Infinity, rowHeight }),
    onRows: (first, end) => { this.onRange(first, end); },
  });

  protected override render(): TemplateResult {
    const { shape, top, viewport } = this.scrolling;
    return html`<div class="grid-scroller" tabindex="0" aria-label="Changes" role="list" aria-busy=${this.busy ? 'true' : 'false'} @scroll=${() => { this.scrolling.scrolled(); }}>
      <div class="grid-layer" role="presentation" style="height:${viewport}px">${repeat(drawnRows(shape, top, 0), (row) => row, (row) => this.row(shape, row))}</div>
      <div role="presentation" style="height:${Math.max(0, scrollHeight(shape) - viewport)}px"></div>
    </div>`;
  }

  private row(shape: GridShape, index: number): TemplateResult {
    const change = this.change(index);
    return html`<div class="grid-row change-row" role="listitem" aria-setsize=${shape.count} aria-posinset=${index + 1} data-testid="change"
      style="transform:translateY(${rowOffset(shape, this.scrolling.top, index)}px);height:${shape.rowHeight}px">
      ${change ? html`<span class="change-where"><button type="button" class="link-button" title="Open ${change.id}" @click=${() => { this.onOpen(change.id); }}>${stickerName(change.id).name}</button>
          <span>${viewTitles[change.view]} ${stateMark(change.state)}</span></span>
        <span class="change-text">${difference(aroundChanges(wordDifference(change.before, change.after)))}</span>` : nothing}
    </div>`;
  }
}
