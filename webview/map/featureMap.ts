import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { saveFile } from '../../extension/protocol/actions.ts';
import type { RunView } from '../../extension/protocol/engine.ts';
import { mapDidProgress, runsDidChange } from '../../extension/protocol/events.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { figurePng, figureSvg } from '../plots/exportFigure.ts';
import { figureButtons, type FigureFormat } from '../plots/figureButtons.ts';
import { placeOf, type PlotArea, type Zoom } from '../plots/plotArea.ts';
import type { Config } from '../plots/plotly.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import '../plots/plotView.ts';
import type { Plot, PlotPoint, PlotView } from '../plots/plotView.ts';
import { emptyState } from '../ui/emptyState.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { button } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import './hoverPicture.ts';
import type { HoverPicture } from './hoverPicture.ts';
import { lookedAtFigure } from './mapFigure.ts';
import { mapGroups, type MapGroup } from './mapGroups.ts';
import { mapLegend } from './mapLegend.ts';
import './mapMarks.ts';
import type { MapMarks, MarkedPoints } from './mapMarks.ts';
import { coloringName, type MapLook } from './mapLook.ts';
import { MapReading, sameMap, sameWanted, type ShownMap, type WantedMap } from './mapReading.ts';
import { mapStatus } from './mapStatus.ts';
import { mapLayout, mapTraces } from './mapTraces.ts';
import { mapFacts, mapRemarks, methodName, pointFacts, whyEmpty } from './mapWords.ts';

const config: Partial<Config> = {
  // The library's own is 2 on every screen: on many, four times the pixels that can be seen.
  plotGlPixelRatio: window.devicePixelRatio,
  displayModeBar: true, scrollZoom: true, modeBarButtons: [['lasso2d', 'select2d', 'pan2d', 'zoom2d'], ['zoomIn2d', 'zoomOut2d', 'resetScale2d']],
};

/** What is drawn of a map, made once for each change of places, colours or hidden groups. */
interface Drawn {
  readonly groups: readonly MapGroup[];
  readonly remarks: readonly string[];
  /** Why nothing can be drawn; null where something is. */
  readonly empty: string | null;
  readonly draw: (theme: PlotTheme) => Plot;
}

/** One run's map: read, computed, coloured, pointed at. */
@customElement('sl-feature-map')
export class FeatureMap extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) run!: RunView;
  @property({ attribute: false }) wanted!: WantedMap;
  @property({ attribute: false }) look!: MapLook;
  /** The sticker under the pointer, in whichever map; null for none. */
  @property({ attribute: false }) hovered: string | null = null;
  @property({ attribute: false }) onHover: (id: string | null) => void = () => {};
  @property({ attribute: false }) onOpen: (id: string) => void = () => {};
  @property({ attribute: false }) onSelect: (ids: readonly string[]) => void = () => {};
  @property({ attribute: false }) onHide: (name: string) => void = () => {};
  @property({ attribute: false }) onZoom: (zoom: Zoom | null) => void = () => {};
  /** Another map, or another place of its points that will stay. */
  @property({ attribute: false }) onShown: (map: ShownMap | null) => void = () => {};

  @state() private saveFailure: RequestFailure | null = null;
  private readonly reading = new MapReading({ engine: (method, params, signal) => this.host.engine(method, params, signal) }, () => { this.readingChanged(); });
  private readonly saving = new LatestTask();
  private readonly stop: (() => void)[] = [];
  private shown: ShownMap | null = null;
  private drawn: Drawn | null = null;
  private marked: MarkedPoints = { selected: new Int32Array(), found: new Int32Array() };
  private places: { readonly ids: readonly string[]; readonly of: ReadonlyMap<string, number> } = { ids: [], of: new Map() };
  private area: PlotArea | null = null;
  /** While a button of the pointer is down points stay where they are: a lasso would lose its way. */
  private pressed = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const release = (): void => {
      this.pressed = false;
      this.readingChanged();
    };
    window.addEventListener('pointerup', release);
    this.stop.push(
      () => { window.removeEventListener('pointerup', release); },
      this.host.listen(mapDidProgress, (news) => { this.reading.progressed(news); }),
      this.host.listen(runsDidChange, ({ run }) => { if (run.run === this.run.run) this.runChanged(run); }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stop.splice(0)) stop();
    this.reading.cancel();
    this.saving.cancel();
  }

  /** Something about the map may have changed; what is under way goes on. */
  readAgain(): void {
    this.reading.readAgain(this.wanted);
  }

  zoomTo(zoom: Zoom | null): void {
    this.querySelector<PlotView>('sl-plot')?.zoomTo(zoom);
  }

  /** Ids of the stickers of the groups that are not hidden. */
  visibleIds(): string[] {
    const { shown, drawn } = this;
    return shown && drawn ? drawn.groups.filter(({ name }) => !this.look.hidden.has(name)).flatMap(({ points }) => Array.from(points, (point) => shown.view.ids[point])) : [];
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('wanted');
    if (changed.has('wanted') && (!before || !sameWanted(before, this.wanted))) this.reading.read(this.wanted);
    const isOther = this.takeShown();
    const look = changed.get('look');
    const recolored = isOther || (look !== undefined && (look.coloring !== this.look.coloring || look.hidden !== this.look.hidden || look.span !== this.look.span || look.names !== this.look.names));
    if (recolored) this.drawAnew();
    if (recolored || (look !== undefined && (look.selected !== this.look.selected || look.found !== this.look.found))) this.markAnew();
  }

  protected override render(): TemplateResult {
    const { reading, shown } = this;
    return html`<section class="feature-map" aria-label="Map of ${this.run.name}" data-testid="feature-map">
      <div class="toolbar spread"><h2>${this.run.name}</h2>${shown ? html`<div class="toolbar">${figureButtons(`the map of ${this.run.name}`, 'map', (format) => { this.save(shown, format); })}</div>` : nothing}</div>
      ${reading.failure ? errorNotice(reading.failure, button({ label: 'Try Again', onClick: () => { this.reading.read(this.wanted); } })) : nothing}
      ${this.saveFailure ? errorNotice(this.saveFailure) : nothing}
      ${mapStatus(reading, this.wanted, this.run.name, () => { reading.compute(this.wanted); }, () => { this.cancel(); })}
      ${shown ? this.map(shown) : nothing}
    </section>`;
  }

  private map(shown: ShownMap): TemplateResult | typeof nothing {
    const { view } = shown;
    const { drawn } = this;
    if (!drawn) return nothing;
    if (drawn.empty !== null) return emptyState(drawn.empty);
    const { groups, remarks } = drawn;
    const by = coloringName(this.look.coloring);
    const summary = `${methodName(view.method)} map of ${view.ids.length} stickers by ${by}: ${groups.map(({ name, points }) => `${name} ${points.length}`).join(', ')}`;
    return html`
      ${shown.settled ? remarks.map((remark) => html`<p class="note" data-testid="map-remark">${remark}</p>`) : nothing}
      <div class="map" @pointerdown=${() => { this.pressed = true; }}>
        <sl-plot class="map-plot" data-testid="map-plot" label=${summary} zoomable .draw=${drawn.draw} .config=${config}
          .onArea=${this.placed} .onZoom=${this.onZoom} .onPoint=${this.clicked} .onHover=${this.pointed} .onSelect=${this.circled}></sl-plot>
        <sl-map-marks .points=${view} .marked=${this.marked} .hovered=${this.hovered === null ? null : this.placesOf(view.ids).get(this.hovered) ?? null}></sl-map-marks>
        <sl-hover-picture .host=${this.host} root=${this.wanted.root}></sl-hover-picture>
      </div>
      ${mapLegend(by, groups, this.look.hidden, this.onHide)}
      <p class="muted" data-testid="map-facts">${mapFacts(view)}</p>`;
  }

  private readonly placed = (area: PlotArea): void => {
    this.area = area;
    this.querySelector<MapMarks>('sl-map-marks')?.place(area);
  };

  private readonly clicked = ({ customdata }: PlotPoint): void => {
    const id = this.shown?.view.ids[Number(customdata)];
    if (id !== undefined) this.onOpen(id);
  };

  private readonly circled = (points: readonly PlotPoint[]): void => {
    const { shown } = this;
    if (shown) this.onSelect(points.map(({ customdata }) => shown.view.ids[Number(customdata)]));
  };

  private readonly pointed = (at: PlotPoint | null): void => {
    const { shown, area } = this;
    const card = this.querySelector<HoverPicture>('sl-hover-picture');
    if (!at || !shown || !area) {
      card?.show(null);
      this.onHover(null);
      return;
    }
    const point = Number(at.customdata);
    const id = shown.view.ids[point];
    const { left, top } = placeOf(shown.view.x[point], shown.view.y[point], area);
    card?.show({ id, facts: pointFacts(shown.columns, point), left, top, before: left > area.left + area.width / 2, above: top > area.top + area.height / 2 });
    this.onHover(id);
  };

  /** Progress within a training changes no map; new results may, and a map that is missing may have come. */
  private runChanged(run: RunView): void {
    const { run: before, shown, wanted } = this;
    this.run = run;
    const isMissing = shown === null || !sameMap(shown.view, wanted.map);
    if (isMissing || run.state !== before.state || run.predicted.join() !== before.predicted.join()) this.readAgain();
  }

  /** Whether another map, or the same elsewhere, is shown from now on. */
  private takeShown(): boolean {
    const { shown: before, reading: { shown } } = this;
    if (shown === before || (shown && before && this.pressed)) return false;
    this.shown = shown;
    // Of another map the part of the plane that was zoomed to is another too.
    if (before && shown && !sameMap(before.view, shown.view)) this.zoomTo(null);
    this.onShown(shown);
    return true;
  }

  private readingChanged(): void {
    this.requestUpdate();
  }

  private cancel(): void {
    this.reading.cancel();
    this.reading.read(this.wanted);
  }

  private drawAnew(): void {
    const { shown, look: { coloring, hidden, names, span } } = this;
    if (!shown) {
      this.drawn = null;
      return;
    }
    const groups = mapGroups(shown.columns, coloring, names);
    const visible = groups.filter(({ name }) => !hidden.has(name));
    const axis = (name: 'x' | 'y'): object => (span === null ? {} : { autorangeoptions: { include: [...span[name]] } });
    this.drawn = {
      groups, remarks: mapRemarks(shown.view, shown.columns), empty: whyEmpty(shown.view),
      draw: (theme) => ({
        data: mapTraces(shown.view, visible, 'scattergl', theme),
        layout: {
          ...mapLayout, dragmode: 'lasso', hovermode: 'closest', showlegend: false, modebar: { uirevision: 'map' }, selections: [],
          newselection: { line: { color: theme.foreground, width: 1, dash: 'dot' } }, xaxis: { ...mapLayout.xaxis, ...axis('x') }, yaxis: { ...mapLayout.yaxis, ...axis('y') },
        },
      }),
    };
  }

  private markAnew(): void {
    const { shown, drawn, look: { selected, found, hidden } } = this;
    if (!shown || !drawn) return;
    const unseen = new Set(drawn.groups.filter(({ name }) => hidden.has(name)).flatMap(({ points }) => Array.from(points)));
    const places = this.placesOf(shown.view.ids);
    const pointsOf = (ids: ReadonlySet<string>): Int32Array => Int32Array.from([...ids].flatMap((id) => places.get(id) ?? []).filter((point) => !unseen.has(point)));
    this.marked = { selected: pointsOf(selected), found: pointsOf(found ?? new Set()) };
  }

  private placesOf(ids: readonly string[]): ReadonlyMap<string, number> {
    if (this.places.ids !== ids) this.places = { ids, of: new Map(ids.map((id, point) => [id, point])) };
    return this.places.of;
  }

  private save({ view }: ShownMap, format: FigureFormat): void {
    const { run, drawn, look } = this;
    if (!drawn) return;
    this.saveFailure = null;
    const figure = lookedAtFigure(view, drawn.groups, look, run);
    this.saving.start(async (signal) => {
      const content = format === 'svg' ? await figureSvg(figure) : await figurePng(figure);
      signal.throwIfAborted();
      this.host.tell(saveFile, { name: `${run.name}-map-${view.split}-${view.features}-${view.method}.${format}`, title: 'Save Map', content });
    }, () => {}, (reason) => { this.saveFailure = toFailure(reason); });
  }
}
