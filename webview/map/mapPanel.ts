import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { mapDidChange, showAnalysis, showGallery, showSticker } from '../../extension/protocol/actions.ts';
import type { MapKey, RunView } from '../../extension/protocol/engine.ts';
import { selection } from '../../extension/protocol/events.ts';
import type { MapColoring } from '../../extension/protocol/mapChoice.ts';
import type { MapState } from '../../extension/protocol/panels.ts';
import type { Host } from '../host/host.ts';
import type { Zoom } from '../plots/plotArea.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { button } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { otherEmotions, runClasses } from '../ui/runClasses.ts';
import './featureMap.ts';
import type { FeatureMap } from './featureMap.ts';
import { mapControls, seedOf } from './mapControls.ts';
import type { MapNames } from './mapGroups.ts';
import type { MapLook } from './mapLook.ts';
import type { ShownMap, WantedMap } from './mapReading.ts';
import './mapSearch.ts';
import { unitedSpan } from './mapSpan.ts';
import { stickerCount } from './mapWords.ts';

/** A run's map, and another run's beside it: one colouring, selection, search and zoom for both. */
@customElement('sl-map-panel')
export class MapPanel extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) panel!: MapState;

  @state() private map!: MapKey;
  @state() private other: string | null = null;
  @state() private seed = '';
  @state() private look: MapLook = { coloring: 'label', hidden: new Set(), selected: new Set(), found: null, span: null, names: { classes: [], run: '', other: '', isOther: false } };
  @state() private hovered: string | null = null;
  @state() private shown: readonly [ShownMap | null, ShownMap | null] = [null, null];
  private wanted: readonly [WantedMap, WantedMap | null] | null = null;
  private otherLook: MapLook = this.look;
  private otherNames: MapNames = this.look.names;
  private selectedWords = '';
  private readonly stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop.push(this.host.listen(selection, ({ root, ids }) => { if (root === this.panel.dataset.root) this.look = { ...this.look, selected: new Set(ids) }; }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stop.splice(0)) stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('panel')) this.takeState();
    if (changed.has('look')) this.otherLook = { ...this.look, names: this.otherNames };
    if (changed.has('look') || changed.has('shown')) this.countSelected();
  }

  protected override updated(changed: PropertyValues): void {
    // Labels, predictions and maps may be others than before.
    if (changed.has('panel') && changed.get('panel')) for (const each of this.maps()) each.readAgain();
  }

  protected override render(): TemplateResult {
    const { panel: { dataset, run }, map, seed, other, look } = this;
    const beside = this.otherRun();
    return html`<div class="page map-page">
      <div class="toolbar spread"><h1>Map of ${run.name}</h1>${button({ label: 'Show Analysis', onClick: () => { this.host.tell(showAnalysis, { run: run.run }); } })}</div>
      ${[run.trouble, otherEmotions(runClasses(run, dataset.classes), dataset.classes)].map((note) => (note ? html`<p class="note" data-testid="run-note">${note}</p>` : nothing))}
      ${mapControls({
        map, seed, coloring: look.coloring, other, others: this.panel.runs.filter((each) => each.run !== run.run),
        onMap: (change) => { this.change({ ...map, ...change }, other); }, onSeed: (typed) => { this.changeSeed(typed); },
        onColoring: (coloring) => { this.recolor(coloring); }, onOther: (chosen) => { this.change(map, chosen); },
      })}
      <div class="toolbar map-actions">
        <sl-map-search .host=${this.host} root=${dataset.root} .present=${this.shown[0]?.view.ids ?? []} .onFound=${(found: ReadonlySet<string> | null) => { this.look = { ...this.look, found }; }}></sl-map-search>
        <span role="status" data-testid="map-selected">${this.selectedWords}</span>
        ${button({ label: 'Open in Gallery', testId: 'map-open', disabled: look.selected.size === 0, onClick: () => { this.openSelected(); } })}
        ${button({ label: 'Select Shown', title: 'Select the stickers of all groups that are not hidden', testId: 'map-select-shown', onClick: () => { this.select(this.maps()[0]?.visibleIds() ?? []); } })}
        ${button({ label: 'Clear Selection', testId: 'map-clear', disabled: look.selected.size === 0, onClick: () => { this.select([]); } })}
      </div>
      <p class="muted">Lasso or box: selects stickers. Click: opens the sticker. Wheel: zooms.</p>
      <div class="maps">
        ${this.featureMap(0, run, look)}
        ${beside ? this.featureMap(1, beside, this.otherLook) : nothing}
      </div>
    </div>`;
  }

  private featureMap(place: 0 | 1, run: RunView, look: MapLook): TemplateResult {
    return html`<sl-feature-map .host=${this.host} .run=${run} .wanted=${this.wanted?.[place]} .look=${look} .hovered=${this.hovered}
      .onHover=${(id: string | null) => { this.hovered = id; }} .onOpen=${(id: string) => { this.open(id, run); }} .onSelect=${(ids: readonly string[]) => { this.select(ids); }}
      .onHide=${(name: string) => { this.toggle(name); }} .onZoom=${(zoom: Zoom | null) => { this.maps()[1 - place]?.zoomTo(zoom); }}
      .onShown=${(shown: ShownMap | null) => { this.show(place, shown); }}></sl-feature-map>`;
  }

  private maps(): FeatureMap[] {
    return [...this.querySelectorAll<FeatureMap>('sl-feature-map')];
  }

  private otherRun(): RunView | null {
    return this.panel.runs.find(({ run }) => run === this.other) ?? null;
  }

  private namesOf(isOther: boolean): MapNames {
    return { classes: this.panel.dataset.classes, run: this.panel.run.name, other: this.otherRun()?.name ?? '', isOther };
  }

  private takeState(): void {
    const { map, other, coloring, hidden, selected } = this.panel;
    this.map = map;
    this.other = other;
    this.seed = String(map.seed);
    this.look = { ...this.look, coloring, hidden: new Set(hidden), selected: new Set(selected) };
    this.want();
  }

  /** What the two maps are of. */
  private want(): void {
    const { panel: { dataset: { root }, run: { run } }, map, other } = this;
    this.wanted = [{ root, run, map, alignTo: null, other }, other === null ? null : { root, run: other, map, alignTo: run, other: run }];
    if (other === null) this.shown = [this.shown[0], null];
    this.otherNames = this.namesOf(true);
    this.look = { ...this.look, names: this.namesOf(false), coloring: other === null && this.look.coloring === 'difference' ? 'label' : this.look.coloring, span: other === null ? null : this.look.span };
  }

  private change(map: MapKey, other: string | null): void {
    this.map = map;
    this.other = other;
    this.want();
    this.keep();
  }

  private keep(): void {
    const { map, other, look: { coloring, hidden } } = this;
    this.host.tell(mapDidChange, { run: this.panel.run.run, map, other, coloring, hidden: [...hidden] });
  }

  private changeSeed(typed: string): void {
    this.seed = typed;
    const seed = seedOf(typed);
    if (seed !== null && seed !== this.map.seed) this.change({ ...this.map, seed }, this.other);
  }

  private recolor(coloring: MapColoring): void {
    this.look = { ...this.look, coloring, hidden: new Set() };
    this.keep();
  }

  private toggle(name: string): void {
    const hidden = new Set(this.look.hidden);
    if (!hidden.delete(name)) hidden.add(name);
    this.look = { ...this.look, hidden };
    this.keep();
  }

  private show(place: 0 | 1, shown: ShownMap | null): void {
    const before = this.shown[place];
    this.shown = place === 0 ? [shown, this.shown[1]] : [this.shown[0], shown];
    const [first, second] = this.shown;
    // The other map is turned onto this one, which lies elsewhere now.
    if (place === 0 && shown?.settled && before !== null && before !== shown) this.maps()[1]?.readAgain();
    this.look = { ...this.look, span: first && second ? unitedSpan([first.view, second.view]) : null };
  }

  private countSelected(): void {
    const { look: { selected }, shown: [shown] } = this;
    const here = shown && selected.size > 0 ? shown.view.ids.reduce((sum, id) => sum + Number(selected.has(id)), 0) : 0;
    const beyond = shown && here < selected.size ? `, ${formatCount(here)} of them on this map` : '';
    this.selectedWords = selected.size === 0 ? 'Nothing selected' : `${stickerCount(selected.size)} selected${beyond}`;
  }

  private select(ids: readonly string[]): void {
    this.look = { ...this.look, selected: new Set(ids) };
    this.host.tell(selection, { root: this.panel.dataset.root, ids });
  }

  private open(id: string, { run }: RunView): void {
    const { root } = this.panel.dataset;
    this.select([id]);
    this.host.tell(showSticker, { root, id, filter: this.map.split === 'all' ? {} : { splits: [this.map.split] }, run });
  }

  private openSelected(): void {
    const ids = [...this.look.selected];
    const { dataset: { root }, run: { run, name } } = this.panel;
    const reason = `selected on the map, run ${name}, ${this.map.split === 'all' ? 'all splits' : `${this.map.split} split`}`;
    this.host.tell(showGallery, { root, filter: { selection: { ids, reason } }, run });
  }
}
