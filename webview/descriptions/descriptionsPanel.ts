import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { descriptionsDidChangeFilter, showSticker } from '../../extension/protocol/actions.ts';
import { boardCommand, descriptionsDidChange } from '../../extension/protocol/board.ts';
import type { RunView, StickerFilter } from '../../extension/protocol/engine.ts';
import { runsDidChange, selection, verdictDidChange } from '../../extension/protocol/events.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { DescriptionsState } from '../../extension/protocol/panels.ts';
import { createDraftJournal } from '../drafts/draftJournal.ts';
import { leftBehind, readDescription } from '../drafts/leftBehind.ts';
import '../filter/filterBar.ts';
import { isUnfiltered, whyEmpty } from '../filter/filterConditions.ts';
import { Thumbnails } from '../grid/thumbnails.ts';
import type { Host } from '../host/host.ts';
import { pageStorage } from '../host/pageStorage.ts';
import { viewTitles } from '../ui/descriptionWords.ts';
import { emptyState } from '../ui/emptyState.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { button } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import './batchHeader.ts';
import { CellEditing } from './cellEditing.ts';
import { DescriptionRows } from './descriptionRows.ts';
import './descriptionTable.ts';
import type { DescriptionTable } from './descriptionTable.ts';
import type { FindBar } from './findBar.ts';
import './findBar.ts';
import type { DescriptionStatistics } from './statistics.ts';
import './statistics.ts';

const thumbnailSize = 128;

/** Many stickers' descriptions: the batch that writes them, find and replace, and a table to correct them in. */
@customElement('sl-descriptions-panel')
export class DescriptionsPanel extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) panel!: DescriptionsState;

  @state() private filter: StickerFilter = {};
  @state() private run: string | null = null;
  @state() private runs: readonly RunView[] = [];
  /** For find and replace, and for describing. */
  @state() private marked: ReadonlySet<string> = new Set();
  /** What the dataset's panels have selected. */
  @state() private selected: ReadonlySet<string> = new Set();
  @state() private failure: RequestFailure | null = null;
  /** Whether Find and Replace was ever unfolded. */
  @state() private finding = false;
  @state() private revision = 0;
  /** What undo or redo has done. */
  @state() private message = '';
  private rows!: DescriptionRows;
  private thumbnails!: Thumbnails;
  private range = { first: 0, end: 40 };
  /** Where to scroll once it is known how many rows there are. */
  private showing: number | null = null;
  private readonly stop: (() => void)[] = [];
  private readonly journal = createDraftJournal(pageStorage(), 'table');
  private readonly editing = new CellEditing({
    save: (change) => this.host.engine('descriptions/change', { root: this.root, changes: [change], title: 'Edit', continues: null }),
    newestVersion: async (cell) => (await readDescription(this.host, { root: this.root, ...cell })).version,
    onSaved: ({ id, view }, text, version) => {
      this.rows.update((row) => (row.id !== id ? row : { ...row, views: row.views.map((each) => (each.view === view ? { view, text, version, state: text === '' ? 'missing' : 'edited' } : each)) }));
    },
    onDropped: ({ id }) => { this.refresh([id]); },
    journal: ({ id, view }, unsaved) => {
      const place = { root: this.root, id, view };
      if (unsaved) this.journal.put({ ...place, ...unsaved });
      else this.journal.remove(place);
    },
    onChange: () => { this.redraw(); },
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop.push(
      this.host.listen(descriptionsDidChange, ({ ids }) => { this.textsChanged(ids); }),
      this.host.listen(boardCommand, ({ command }) => { if (command === 'undo' || command === 'redo') void this.turn(command); }),
      this.host.listen(verdictDidChange, ({ root }) => { if (root === this.root && this.filter.verdicts && !this.editing.open) this.readAgain(); }),
      this.host.listen(selection, ({ ids }) => { void this.follow(ids); }),
      this.host.listen(runsDidChange, ({ run }) => { this.runs = [run, ...this.runs.filter((each) => each.run !== run.run)]; }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.editing.close();
    for (const stop of this.stop.splice(0)) stop();
    this.rows.dispose();
    this.thumbnails.dispose();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('panel')) return;
    const before = changed.get('panel');
    const sameDataset = before !== undefined && JSON.stringify(before.dataset) === JSON.stringify(this.panel.dataset);
    if (before?.dataset.root !== this.root) void this.recover();
    if (!sameDataset) {
      this.readThumbnails();
      void this.readRuns();
    }
    const sameFilter = sameDataset && JSON.stringify(this.filter) === JSON.stringify(this.panel.filter);
    if (sameFilter) this.textsChanged(null);
    else this.startOver(this.panel.filter);
    const { selected } = this.panel;
    if (!sameFilter || selected.length !== this.selected.size || selected.some((id) => !this.selected.has(id))) void this.follow(selected);
  }

  protected override updated(): void {
    if (this.showing === null || this.rows.total === null) return;
    this.table?.showRow(this.showing);
    this.showing = null;
  }

  protected override render(): TemplateResult {
    const { dataset } = this.panel;
    const { host, root, filter, marked } = this;
    const { total } = this.rows;
    return html`<sl-batch-header .host=${host} .root=${root} .filter=${filter} .marked=${marked}></sl-batch-header>
      <sl-filter-bar .datasetView=${dataset} .filter=${filter} .run=${this.run} .runs=${this.runs} .total=${total}
        .onFilter=${(chosen: StickerFilter, run: string | null) => { this.changeFilter(chosen, run); }}></sl-filter-bar>
      <details class="section" data-testid="find-section" @toggle=${(event: Event) => { this.finding ||= (event.target as HTMLDetailsElement).open; }}>
        <summary>Find and Replace</summary>
        ${this.finding ? html`<sl-find-bar .host=${host} .root=${root} .filter=${filter} .marked=${marked}></sl-find-bar>` : nothing}
      </details>
      <div class="section sections-row">
        <sl-description-statistics .host=${host} .root=${root} .filter=${filter}></sl-description-statistics>
        ${this.unsaved()}
        <span role="status" data-testid="undone">${this.message}</span>
        ${marked.size === 0 ? nothing : html`<span class="toolbar" data-testid="marked">${formatCount(marked.size)} marked ${button({ label: 'Clear Marks', onClick: () => { this.marked = new Set(); } })}</span>`}
      </div>
      ${this.failure ? errorNotice(this.failure, button({ label: 'Try Again', onClick: () => { this.startOver(this.filter); } })) : nothing}
      ${total === 0 ? this.empty() : nothing}
      <sl-description-table ?hidden=${total === 0} .datasetView=${dataset} .count=${total ?? 0} .editing=${this.editing} .marked=${marked} .selected=${this.selected} .revision=${this.revision}
        .row=${(index: number) => this.rows.row(index)}
        .thumbnail=${(id: string) => this.thumbnails.get(id)}
        .onRange=${(first: number, end: number) => { this.show(first, end); }}
        .onOpen=${(id: string) => { host.tell(showSticker, { root, id, filter, run: this.run }); }}
        .onMark=${(id: string) => { this.mark(id); }}
        .onMove=${(id: string) => { this.select(id); }}></sl-description-table>`;
  }

  private get root(): string {
    return this.panel.dataset.root;
  }

  private get table(): DescriptionTable | null {
    return this.querySelector<DescriptionTable>('sl-description-table');
  }

  private empty(): TemplateResult {
    const clear = button({ label: 'Clear Filters', primary: true, onClick: () => { this.changeFilter({}, this.run); } });
    return emptyState(whyEmpty(this.filter, this.panel.dataset.classes, this.runs), isUnfiltered(this.filter) ? undefined : clear);
  }

  /** Drafts may lie in rows far away, or in none of this filter's. */
  private unsaved(): TemplateResult | typeof nothing {
    const ids = this.editing.troubled;
    if (ids.length === 0) return nothing;
    return html`<span class="toolbar" role="status" data-testid="unsaved">${formatCount(ids.length)} ${ids.length === 1 ? 'sticker' : 'stickers'} with unsaved text
      ${button({ label: 'Show', title: 'Show the stickers with unsaved text', onClick: () => { this.changeFilter({ selection: { ids, reason: 'unsaved text' } }, this.run); } })}</span>`;
  }

  /** Takes back the person's newest act on the dataset's texts, or does it again; what is being typed is an act too. */
  private async turn(what: 'undo' | 'redo'): Promise<void> {
    const verb = what === 'undo' ? 'Undone' : 'Done again';
    try {
      const { open } = this.editing;
      this.editing.close();
      await this.editing.saved();
      // The act before the one that could not be saved is not meant.
      if (open && this.editing.draft(open)) {
        this.message = `${viewTitles[open.view]} of ${open.id} is not saved yet, so there is no ${what}.`;
        return;
      }
      const report = await this.host.engine(`descriptions/${what}`, { root: this.root });
      this.message = report ? `${verb}: ${report.title}${report.kept > 0 ? `; ${formatCount(report.kept)} changed since and left alone` : ''}` : `Nothing to ${what}.`;
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  private redraw(): void {
    this.revision++;
  }

  private readThumbnails(): void {
    this.thumbnails?.dispose();
    const { root } = this;
    this.thumbnails = new Thumbnails({
      read: async (ids, signal) => (await this.host.engine('thumbnail/read', { root, ids, size: thumbnailSize }, signal)).thumbnails,
      onChange: () => { this.redraw(); },
    });
  }

  private async readRuns(): Promise<void> {
    try {
      this.runs = await this.host.engine('runs/list', { root: this.root });
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }

  /** Puts what was typed before the panel was closed back in its cells. */
  private async recover(): Promise<void> {
    const { root } = this;
    for await (const draft of leftBehind(this.host, this.journal, root)) if (root === this.root) this.editing.recover(draft);
  }

  /** Another filter, or the same one asked again: from its first sticker on. */
  private startOver(filter: StickerFilter): void {
    this.editing.close();
    this.rows?.dispose();
    this.filter = filter;
    this.run = filter.prediction?.run ?? this.run;
    this.failure = null;
    this.range = { first: 0, end: 40 };
    this.showing = null;
    this.table?.showRow(0);
    const { root } = this;
    this.rows = new DescriptionRows({
      filter,
      page: (wanted, offset, limit, signal) => this.host.engine('descriptions/page', { root, filter: wanted, offset, limit }, signal),
      ids: async (wanted, limit) => (await this.host.engine('gallery/page', { root, filter: wanted, run: null, offset: 0, limit })).tiles.map(({ id }) => id),
      onChange: () => { this.wantThumbnails(); this.redraw(); },
      onFailure: (reason) => { this.failure = toFailure(reason); },
    });
    this.rows.show(this.range.first, this.range.end);
  }

  private show(first: number, end: number): void {
    this.range = { first, end };
    this.rows.show(first, end);
    this.wantThumbnails();
  }

  private wantThumbnails(): void {
    const { first, end } = this.range;
    this.thumbnails.show(Array.from({ length: end - first }, (_, k) => this.rows.row(first + k)?.id).filter((id) => id !== undefined));
  }

  private changeFilter(filter: StickerFilter, run: string | null): void {
    this.run = run;
    this.startOver(filter);
    this.host.tell(descriptionsDidChangeFilter, { root: this.root, filter });
  }

  private mark(id: string): void {
    const marked = new Set(this.marked);
    if (!marked.delete(id)) marked.add(id);
    this.marked = marked;
  }

  private select(id: string): void {
    this.selected = new Set([id]);
    this.host.tell(selection, { root: this.root, ids: [id] });
  }

  private textsChanged(ids: readonly string[] | null): void {
    if (ids) this.refresh(ids);
    else this.readAgain();
    this.querySelector<FindBar>('sl-find-bar')?.textsChanged();
    this.querySelector<DescriptionStatistics>('sl-description-statistics')?.textsChanged();
  }

  private readAgain(): void {
    this.rows.outdate();
    this.rows.show(this.range.first, this.range.end);
  }

  private refresh(ids: readonly string[]): void {
    this.rows.refresh(ids).catch((reason: unknown) => { this.failure = toFailure(reason); });
  }

  /** Another panel selected these: shows the row of the first, unless the person is typing. */
  private async follow(ids: readonly string[]): Promise<void> {
    const selected = new Set(ids);
    this.selected = selected;
    const { rows, root, filter } = this;
    const [id] = ids;
    if (id === undefined || this.editing.open) return;
    try {
      const position = await rows.position(id) ?? (await this.host.engine('gallery/position', { root, filter, id })).position;
      if (position < 0 || rows !== this.rows || selected !== this.selected || this.editing.open) return;
      this.showing = position;
      this.requestUpdate();
    } catch (reason) {
      this.failure = toFailure(reason);
    }
  }
}
