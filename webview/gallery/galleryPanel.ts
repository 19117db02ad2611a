import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { galleryDidChangeFilter, showSticker } from '../../extension/protocol/actions.ts';
import { descriptionsDidChange } from '../../extension/protocol/board.ts';
import type { RunView, StickerFilter, StickerTile } from '../../extension/protocol/engine.ts';
import { runsDidChange, selection, verdictDidChange } from '../../extension/protocol/events.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { GalleryState } from '../../extension/protocol/panels.ts';
import '../filter/filterBar.ts';
import { dependsOnTexts, isUnfiltered, whyEmpty } from '../filter/filterConditions.ts';
import { Pages } from '../grid/pages.ts';
import { Thumbnails } from '../grid/thumbnails.ts';
import type { Host } from '../host/host.ts';
import { emptyState } from '../ui/emptyState.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { button } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { otherEmotions, runClasses } from '../ui/runClasses.ts';
import { stickerTile, tileLabel } from './stickerTile.ts';
import './virtualGrid.ts';
import type { GridTile, VirtualGrid } from './virtualGrid.ts';

/** Milliseconds: texts change four times a second during a batch, and each could change who passes a filter; verdicts come one after another. */
const gathering = 2000;
const thumbnailSize = window.devicePixelRatio > 1 ? 256 : 128;

/** The stickers of a dataset that pass a filter. */
@customElement('sl-gallery-panel')
export class GalleryPanel extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) panel!: GalleryState;

  @state() private filter: StickerFilter = {};
  @state() private run: string | null = null;
  @state() private runs: readonly RunView[] = [];
  @state() private marked: ReadonlySet<string> = new Set();
  @state() private failure: RequestFailure | null = null;
  private pages!: Pages<StickerTile>;
  private thumbnails!: Thumbnails;
  private range = { first: 0, end: 120 };
  private timer: number | undefined;
  /** Where the focused sticker is going to lie once the tiles around it have come anew. */
  private moving: { readonly id: string; readonly from: number; readonly to: number } | null = null;
  /** Where to scroll once it is known how many tiles there are. */
  private showing: number | null = null;
  /** The tile that the person moved onto before it was there: it is selected once it is. */
  private awaited: number | null = null;
  private readonly stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop.push(
      this.host.listen(descriptionsDidChange, ({ root }) => { if (root === this.panel.dataset.root && dependsOnTexts(this.filter)) this.othersMayPass(); }),
      this.host.listen(verdictDidChange, ({ root }) => { if (root === this.panel.dataset.root && this.filter.verdicts) this.othersMayPass(); }),
      this.host.listen(runsDidChange, ({ run }) => { this.runChanged(run); }),
      this.host.listen(selection, ({ ids }) => { void this.follow(ids); }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stop.splice(0)) stop();
    window.clearTimeout(this.timer);
    this.pages.dispose();
    this.thumbnails.dispose();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('panel')) return;
    const before = changed.get('panel');
    const sameDataset = before !== undefined && sameData(before.dataset, this.panel.dataset);
    // Another run alone changes the marks, not the place.
    const sameFilter = sameDataset && sameData(this.filter, this.panel.filter);
    if (!sameFilter) this.filter = this.panel.filter;
    this.run = this.panel.run;
    this.runs = this.panel.runs;
    if (!sameDataset) this.readThumbnails();
    if (sameFilter) this.readTiles(this.pages.total);
    else this.startOver();
    const { selected } = this.panel;
    if (!sameFilter || selected.length !== this.marked.size || selected.some((id) => !this.marked.has(id))) void this.follow(selected);
  }

  protected override updated(): void {
    if (this.showing === null || this.pages.total === null) return;
    this.grid?.showTile(this.showing);
    this.showing = null;
  }

  protected override render(): TemplateResult {
    const { dataset } = this.panel;
    const { total } = this.pages;
    return html`<sl-filter-bar .datasetView=${dataset} .filter=${this.filter} .run=${this.run} .runs=${this.runs} .total=${total}
        .onFilter=${(filter: StickerFilter, run: string | null) => { this.changeFilter(filter, run); }}></sl-filter-bar>
      ${this.otherEmotions()}
      ${this.failure ? errorNotice(this.failure, button({ label: 'Try Again', onClick: () => { this.readTiles(this.pages.total); } })) : ''}
      ${total === 0 ? this.empty() : ''}
      <sl-virtual-grid ?hidden=${total === 0} .count=${total ?? 0} .label=${`Stickers of ${dataset.name}`}
        .tile=${(index: number) => this.gridTile(index)}
        .onRange=${(first: number, end: number) => { this.show(first, end); }}
        .onOpen=${(index: number) => { this.open(index); }}
        .onFocusTile=${(index: number) => { this.tellSelection(index); }}></sl-virtual-grid>`;
  }

  private get grid(): VirtualGrid | null {
    return this.querySelector<VirtualGrid>('sl-virtual-grid');
  }

  private get predictedClasses(): readonly string[] {
    return runClasses(this.runs.find(({ run }) => run === this.run), this.panel.dataset.classes);
  }

  private otherEmotions(): TemplateResult | typeof nothing {
    const sentence = otherEmotions(this.predictedClasses, this.panel.dataset.classes);
    return sentence === null ? nothing : html`<p class="note" data-testid="other-emotions">${sentence}</p>`;
  }

  private empty(): TemplateResult {
    const clear = button({ label: 'Clear Filters', primary: true, onClick: () => { this.changeFilter({}, this.run); } });
    return emptyState(whyEmpty(this.filter, this.panel.dataset.classes, this.runs), isUnfiltered(this.filter) ? undefined : clear);
  }

  private gridTile(index: number): GridTile | null {
    const tile = this.pages.item(index);
    if (!tile) return null;
    const { classes } = this.panel.dataset;
    const thumbnail = this.thumbnails.get(tile.id);
    return {
      id: tile.id,
      label: tileLabel(tile, thumbnail, classes, this.predictedClasses),
      marked: this.marked.has(tile.id),
      content: stickerTile(tile, thumbnail, classes, this.predictedClasses),
    };
  }

  private readThumbnails(): void {
    this.thumbnails?.dispose();
    const { root } = this.panel.dataset;
    this.thumbnails = new Thumbnails({
      read: async (ids, signal) => (await this.host.engine('thumbnail/read', { root, ids, size: thumbnailSize }, signal)).thumbnails,
      onChange: () => { this.requestUpdate(); },
    });
  }

  /** Another filter: from its first sticker on. */
  private startOver(): void {
    this.range = { first: 0, end: 120 };
    this.showing = null;
    this.grid?.showTile(0);
    this.readTiles(null);
  }

  /** `total`: how many there are likely to be, so that the grid keeps its place until the answer comes. */
  private readTiles(total: number | null): void {
    this.pages?.dispose();
    this.moving = null;
    this.awaited = null;
    this.failure = null;
    const { panel: { dataset: { root } }, filter, run } = this;
    this.pages = new Pages<StickerTile>({
      // 120 tiles a page: 7,200 are kept, some 2 MB.
      pageSize: 120,
      read: async (offset, limit, signal) => {
        const { total: all, tiles } = await this.host.engine('gallery/page', { root, filter, run, offset, limit }, signal);
        return { total: all, items: tiles };
      },
      onChange: () => {
        this.wantThumbnails();
        this.keepFocus();
        if (this.awaited !== null) this.tellSelection(this.awaited);
        this.requestUpdate();
      },
      onFailure: (reason) => { this.failure = toFailure(reason); },
    });
    this.pages.total = total;
    this.pages.show(this.range.first, this.range.end);
  }

  private othersMayPass(): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      void this.readAgain();
    }, gathering);
  }

  /** Other stickers may pass the filter now: what is shown stays until it has come anew, and the focus stays on its sticker. */
  private async readAgain(): Promise<void> {
    const { pages, filter, panel: { dataset: { root } } } = this;
    const from = this.grid?.focusedTile ?? 0;
    const id = pages.item(from)?.id;
    try {
      const to = id === undefined ? -1 : (await this.host.engine('gallery/position', { root, filter, id })).position;
      if (pages !== this.pages) return;
      this.moving = id === undefined || to < 0 ? null : { id, from, to };
      this.failure = null;
      pages.outdate();
      pages.show(this.range.first, this.range.end);
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  private keepFocus(): void {
    const { moving, grid } = this;
    if (!moving || this.pages.item(moving.to)?.id !== moving.id) return;
    if (grid?.focusedTile === moving.from) grid.moveFocus(moving.to);
    this.moving = null;
  }

  private show(first: number, end: number): void {
    this.range = { first, end };
    this.pages.show(first, end);
    this.wantThumbnails();
  }

  private wantThumbnails(): void {
    const tiles: StickerTile[] = [];
    for (let index = this.range.first; index < this.range.end; index++) {
      const tile = this.pages.item(index);
      if (tile) tiles.push(tile);
    }
    this.thumbnails.show(tiles.map(({ id }) => id));
  }

  private changeFilter(filter: StickerFilter, run: string | null): void {
    this.filter = filter;
    this.run = run;
    this.startOver();
    this.host.tell(galleryDidChangeFilter, { root: this.panel.dataset.root, filter, run });
  }

  private open(index: number): void {
    const tile = this.pages.item(index);
    if (!tile) return;
    const { filter, run } = this;
    this.host.tell(showSticker, { root: this.panel.dataset.root, id: tile.id, filter, run });
  }

  private tellSelection(index: number): void {
    const tile = this.pages.item(index);
    this.awaited = tile ? null : index;
    if (!tile) return;
    this.marked = new Set([tile.id]);
    this.host.tell(selection, { root: this.panel.dataset.root, ids: [tile.id] });
  }

  /** Another panel selected these: marks them, and scrolls to the first. */
  private async follow(ids: readonly string[]): Promise<void> {
    const marked = new Set(ids);
    this.marked = marked;
    this.awaited = null;
    const [id] = ids;
    if (id === undefined) return;
    const { filter } = this;
    try {
      const { position } = await this.host.engine('gallery/position', { root: this.panel.dataset.root, filter, id });
      if (position < 0 || filter !== this.filter || marked !== this.marked) return;
      this.showing = position;
      this.requestUpdate();
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  private runChanged(changed: RunView): void {
    const before = this.runs.find(({ run }) => run === changed.run);
    this.runs = before ? this.runs.map((each) => (each === before ? changed : each)) : [changed, ...this.runs];
    const shown = changed.run === this.run || changed.run === this.filter.prediction?.run;
    if (shown && before?.predicted.join() !== changed.predicted.join()) this.readTiles(this.pages.total);
  }
}

/** Whether two pieces of plain data say the same: the host sends whole states, also when little has changed. */
const sameData = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
