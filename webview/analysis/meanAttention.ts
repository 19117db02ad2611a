import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EngineRequests, HeatKind } from '../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { sequentialScale, type PlotTheme } from '../plots/plotTheme.ts';
import '../plots/plotView.ts';
import type { Plot } from '../plots/plotView.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { button, waiting } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { toggleGroup } from '../ui/toggleGroup.ts';
import { figureButtons, type SaveFigure } from '../plots/figureButtons.ts';

type Stage = EngineRequests['explain/meanAttention']['result']['stages'][number];

/** What was computed last. It stays while other stickers are selected, until theirs is asked for. */
interface Means {
  readonly ids: readonly string[];
  readonly what: string;
  readonly stickers: number;
  readonly stages: readonly Stage[];
}

/** What the service takes at most. */
const mostStickers = 200;
const kinds: readonly { value: HeatKind; label: string; title: string }[] = [
  { value: 'attention', label: 'attention', title: 'From all tokens of the stage\'s last layer, mean over heads' },
  { value: 'importance', label: 'key tokens', title: 'What chooses the key tokens' },
  { value: 'decision', label: 'decision', title: 'Attention weighted by the slope of the predicted class\'s logit' },
];

/** Where the model looks on average over some stickers, stage by stage. */
@customElement('sl-mean-attention')
export class MeanAttention extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @property() run = '';
  @property({ attribute: false }) ids: readonly string[] = [];
  /** What they have in common: "anger predicted as fear". */
  @property() what = '';
  @property({ attribute: false }) onSave: SaveFigure = () => {};
  @state() private means: Means | null = null;
  @state() private stage = 4;
  @state() private kind: HeatKind = 'attention';
  @state() private isBusy = false;
  @state() private failure: RequestFailure | null = null;
  private readonly task = new LatestTask();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('run')) return;
    this.cancel();
    this.means = null;
    this.failure = null;
  }

  protected override render(): TemplateResult {
    if (this.isBusy) return waiting('Looking at the stickers', button({ label: 'Cancel', onClick: () => { this.cancel(); } }));
    if (this.failure) return errorNotice(this.failure, button({ label: 'Try Again', onClick: () => { this.read(); } }));
    const { ids, means, what } = this;
    const asks = ids.length > 0 && ids !== means?.ids;
    return html`${asks ? html`<div class="toolbar">${button({ label: 'Mean Attention', title: 'Mean Attention: where the model looks in the selected stickers', testId: 'mean-attention', onClick: () => { this.read(); } })}
      <span class="muted">of ${ids.length === 1 ? '1 selected sticker' : `${formatCount(ids.length)} selected stickers`}${what === '' ? '' : ` (${what})`}</span></div>` : nothing}
      ${means ? this.heatMap(means) : nothing}`;
  }

  private heatMap({ ids, what, stickers, stages }: Means): TemplateResult {
    const { kind } = this;
    const shown = stages.find(({ stage }) => stage === this.stage) ?? stages.at(-1);
    if (!shown || stickers === 0) return html`<p class="note">The model has no attention to show for these stickers.</p>`;
    const title = `Mean ${kinds.find(({ value }) => value === kind)!.label} of stage ${shown.stage}`;
    const of = `${stickers === ids.length ? stickers : `${stickers} of ${ids.length}`} ${ids.length === 1 ? 'sticker' : 'stickers'}${what === '' ? '' : ` (${what})`}, as the best checkpoint sees them`;
    return html`<div class="mean-attention" data-testid="mean-attention-map">
      <div class="toolbar">
        ${toggleGroup({ label: 'Stage', testId: 'mean-stage', chosen: [shown.stage], options: stages.map(({ stage }) => ({ value: stage, label: `stage ${stage}` })), onToggle: (stage) => { this.stage = stage; } })}
        ${toggleGroup({ label: 'Map', testId: 'mean-kind', chosen: [kind], options: kinds, onToggle: (value) => { this.kind = value; } })}
        ${figureButtons('the heat map', 'mean', (format) => {
          this.onSave((caption) => ({ title, caption: `${of}; ${caption}`, width: 480, height: 460, draw: (theme) => heatPlot(shown, kind, theme) }), `attention-stage-${shown.stage}`, format);
        })}
      </div>
      <p class="muted">${title} over ${of}, on the part of the picture that the model sees. ${peak(shown, kind)}</p>
      <sl-plot class="heat-plot" label="${title}. ${peak(shown, kind)}" .draw=${(theme: PlotTheme) => heatPlot(shown, kind, theme)} .config=${{ displayModeBar: false }}></sl-plot>
    </div>`;
  }

  private read(): void {
    const { root, run, ids, what } = this;
    this.isBusy = true;
    this.failure = null;
    this.task.start((signal) => this.host.engine('explain/meanAttention', { root, run, ids: ids.slice(0, mostStickers) }, signal),
      (means) => { this.isBusy = false; this.means = { ids, what, ...means }; }, (reason) => { this.isBusy = false; this.failure = toFailure(reason); });
  }

  private cancel(): void {
    this.task.cancel();
    this.isBusy = false;
  }
}

/** In words where it looks most, for those who do not see the map. */
function peak({ side, heat }: Stage, kind: HeatKind): string {
  const values = heat[kind];
  const at = values.reduce((best, value, place) => (value > values[best] ? place : best), 0);
  return `Strongest in row ${Math.floor(at / side) + 1}, column ${(at % side) + 1} of ${side} x ${side}.`;
}

function heatPlot({ side, heat }: Stage, kind: HeatKind, theme: PlotTheme): Plot {
  const axis = { showgrid: false, zeroline: false, showticklabels: false, showline: false, ticks: '' as const, fixedrange: true };
  return {
    data: [{
      type: 'heatmap', z: Array.from({ length: side }, (_, row) => Array.from(heat[kind].subarray(row * side, (row + 1) * side))),
      colorscale: sequentialScale(theme), zmin: 0, zmax: Math.max(...heat[kind]), colorbar: { thickness: 10, tickformat: '.1%' }, hovertemplate: '%{z:.2%}<extra></extra>',
    }],
    layout: { margin: { l: 8, r: 8, t: 8, b: 8 }, xaxis: { ...axis, constrain: 'domain' }, yaxis: { ...axis, autorange: 'reversed', scaleanchor: 'x', constrain: 'domain' } },
  };
}
