import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { MapRecord, RunView, Split } from '../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import '../plots/plotView.ts';
import type { Config } from '../plots/plotly.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import type { PlotPoint } from '../plots/plotView.ts';
import { emptyState } from '../ui/emptyState.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { formatCount, formatDuration } from '../ui/formatNumber.ts';
import { button, waiting } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { toggleGroup } from '../ui/toggleGroup.ts';
import './hoverPicture.ts';
import type { HoverPicture } from './hoverPicture.ts';
import { mapPlot, type MapColoring } from './mapTraces.ts';

const method = 'tsne';
/** The same map for everyone who computes it. */
const seed = 1;

const mapConfig: Partial<Config> = {
  displayModeBar: true, scrollZoom: true, modeBarButtons: [['lasso2d', 'select2d', 'pan2d', 'zoom2d'], ['zoomIn2d', 'zoomOut2d', 'resetScale2d']],
};

/** The t-SNE map of the fused features: coloured, lassoed, computed where there is none. */
@customElement('sl-feature-map')
export class FeatureMap extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) run!: RunView;
  @property() split: Split = 'test';
  @property() root = '';
  @property({ attribute: false }) classes: readonly string[] = [];
  @property({ attribute: false }) marked: ReadonlySet<string> = new Set();
  @property({ attribute: false }) onSelect: (ids: readonly string[]) => void = () => {};
  @property({ attribute: false }) onEmotion: (name: string, ids: readonly string[]) => void = () => {};
  @property({ attribute: false }) onOpen: (id: string) => void = () => {};

  @state() private map: MapRecord | null = null;
  @state() private phase: 'reading' | 'computing' | 'idle' = 'reading';
  @state() private failure: RequestFailure | null = null;
  @state() private coloring: MapColoring = 'label';
  @state() private seconds = 0;
  private readonly task = new LatestTask();
  private clock: number | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.task.cancel();
    window.clearInterval(this.clock);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('run');
    const another = changed.has('split') || (changed.has('run') && before?.run !== this.run.run);
    // A map computed elsewhere shows up as a change of the run.
    const maybeNew = changed.has('run') && this.phase === 'idle' && this.map === null && !this.task.running;
    if (another) this.read();
    else if (maybeNew) this.lookAgain();
  }

  protected override render(): TemplateResult {
    return html`<div class="toolbar spread"><h2>Map of the fused features</h2>
        ${this.map ? toggleGroup({ label: 'Colour by', testId: 'map-coloring', chosen: [this.coloring],
          options: [{ value: 'label', label: 'label' }, { value: 'prediction', label: 'prediction' }, { value: 'outcome', label: 'right / wrong' }],
          onToggle: (value) => { this.coloring = value; } }) : nothing}
      </div>
      ${this.failure ? errorNotice(this.failure) : nothing}
      ${this.map ? this.plot(this.map) : this.withoutMap()}`;
  }

  private plot(map: MapRecord): TemplateResult {
    const facts = `t-SNE of ${formatCount(map.points.length)} stickers, seed ${map.seed}${map.kl === null ? '' : `, Kullback-Leibler divergence ${map.kl.toFixed(3)}`}. `;
    return html`<p class="muted">${facts}Lasso or box: opens these stickers. Click: opens the sticker.</p>
      <div class="map">
        <sl-plot class="map-plot" data-testid="map-plot" label="t-SNE map of ${map.points.length} stickers"
          .draw=${(theme: PlotTheme) => mapPlot(map.points, this.classes, this.coloring, this.marked, theme)}
          .config=${mapConfig}
          .onPoint=${(point: PlotPoint) => { this.onOpen(String(point.customdata)); }}
          .onHover=${(point: PlotPoint | null) => { this.querySelector<HoverPicture>('sl-hover-picture')?.show(point && String(point.customdata)); }}
          .onSelect=${(points: readonly PlotPoint[]) => { this.onSelect(points.map(({ customdata }) => String(customdata))); }}></sl-plot>
        <sl-hover-picture .host=${this.host} .root=${this.root}></sl-hover-picture>
      </div>
      <div class="toolbar" role="group" aria-label="Open all stickers predicted as" data-testid="map-emotions">
        <span class="muted">Open all stickers predicted as</span>
        ${this.classes.map((name, index) => {
          const ids = map.points.filter(({ prediction }) => prediction === index).map(({ id }) => id);
          return button({ label: name, disabled: ids.length === 0, onClick: () => { this.onEmotion(name, ids); } });
        })}
      </div>`;
  }

  private withoutMap(): TemplateResult {
    if (this.phase === 'reading') return waiting('Reading the map');
    if (this.phase === 'computing') {
      return waiting(`Computing the map of the ${this.split} split, ${formatDuration(this.seconds)}`,
        button({ label: 'Cancel', testId: 'cancel-map', onClick: () => { this.cancel(); } }));
    }
    return emptyState(`No map of the ${this.split} split has been computed yet.`,
      button({ label: 'Compute Map', primary: true, testId: 'compute-map', onClick: () => { this.compute(); } }));
  }

  private read(): void {
    this.begin('reading');
    this.map = null;
    const { run: { run }, split } = this;
    this.task.start((signal) => this.host.engine('map/read', { run, split, method }, signal), (map) => { this.end(map, null); }, (reason) => { this.end(null, toFailure(reason)); });
  }

  private lookAgain(): void {
    const { run: { run }, split } = this;
    this.task.start((signal) => this.host.engine('map/read', { run, split, method }, signal), (map) => { if (map) this.end(map, null); }, (reason) => { this.failure = toFailure(reason); });
  }

  private compute(): void {
    this.begin('computing');
    const { run: { run }, split } = this;
    this.seconds = 0;
    this.clock = window.setInterval(() => { this.seconds += 1; }, 1000);
    this.task.start((signal) => this.host.engine('map/compute', { run, split, method, seed }, signal), (map) => { this.end(map, null); }, (reason) => { this.end(null, toFailure(reason)); });
  }

  private cancel(): void {
    this.task.cancel();
    this.end(null, null);
  }

  private begin(phase: 'reading' | 'computing'): void {
    window.clearInterval(this.clock);
    this.phase = phase;
    this.failure = null;
  }

  private end(map: MapRecord | null, failure: RequestFailure | null): void {
    window.clearInterval(this.clock);
    this.phase = 'idle';
    this.map = map;
    this.failure = failure;
  }
}
