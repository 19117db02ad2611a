import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { openRunLog, resumeRun, revealRun, showAnalysis, stopRun } from '../../extension/protocol/actions.ts';
import type { RunView } from '../../extension/protocol/engine.ts';
import { runsDidChange } from '../../extension/protocol/events.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { RunState } from '../../extension/protocol/panels.ts';
import type { Host } from '../host/host.ts';
import '../plots/plotView.ts';
import type { PlotTheme } from '../plots/plotTheme.ts';
import { emptyState } from '../ui/emptyState.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { button, checkbox } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { accuracyPlot, lossPlot, lossTerms } from './curves.ts';
import { MetricsFeed } from './metricsFeed.ts';
import { noMetrics, type MetricsSeries } from './metricsSeries.ts';
import { isBusy, isResumable, runHeader } from './runHeader.ts';
import type { LossTerm } from './thinSteps.ts';

const plotConfig = { displayModeBar: false };

/** A training run, live or finished. */
@customElement('sl-run-panel')
export class RunPanel extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) panel!: RunState;

  @state() private run!: RunView;
  @state() private series: MetricsSeries = noMetrics;
  @state() private terms: readonly LossTerm[] = ['loss'];
  @state() private failure: RequestFailure | null = null;
  /** Asked to stop; the run ends its step first. */
  @state() private stopping = false;
  private feed: MetricsFeed | null = null;
  private readonly stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop.push(this.host.listen(runsDidChange, ({ run }) => { if (run.run === this.run.run) this.runChanged(run); }));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stop.splice(0)) stop();
    this.feed?.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('panel')) return;
    const another = this.run?.run !== this.panel.run.run;
    this.run = this.panel.run;
    if (another) this.follow();
    else this.feed?.pull();
  }

  protected override render(): TemplateResult {
    const { run, series } = this;
    const { status } = run;
    return html`<div class="page">
      <div class="toolbar spread"><h1>Run ${run.name}</h1>${this.actions()}</div>
      <p class="muted">${this.panel.dataset.name}, started ${new Date(run.created).toLocaleString()}</p>
      ${runHeader(run, series)}
      ${status?.error ? errorNotice({ message: status.error.message, data: { file: status.error.file, remedy: status.error.remedy } }) : nothing}
      ${run.trouble ? errorNotice({ message: run.trouble, data: { file: run.run, remedy: '' } }) : nothing}
      ${run.state === 'interrupted' ? html`<p class="note">The run's process ended without saying so, for example because the machine was shut down. It can go on from its last checkpoint.</p>` : nothing}
      ${run.notes.map((note) => html`<p class="note">${note}</p>`)}
      ${this.failure ? errorNotice(this.failure, button({ label: 'Try Again', onClick: () => { this.follow(); } })) : nothing}
      ${series.steps.length === 0 && series.epochs.length === 0
        ? emptyState(isBusy(run) ? 'The curves begin with the first training step.' : 'This run has not trained a step.')
        : this.curves(series)}
    </div>`;
  }

  private actions(): TemplateResult {
    const { run, host } = this;
    const params = { run: run.run };
    return html`<div class="toolbar">
      ${isBusy(run) ? button({ label: this.stopping ? 'Stopping' : 'Stop', disabled: this.stopping, testId: 'run-stop', onClick: () => { this.stopping = true; host.tell(stopRun, params); } }) : nothing}
      ${isResumable(run) ? button({ label: 'Resume', primary: true, testId: 'run-resume', onClick: () => { host.tell(resumeRun, params); } }) : nothing}
      ${run.predicted.length > 0 || run.result ? button({ label: 'Analyze', primary: run.state === 'done', testId: 'run-analyze', onClick: () => { host.tell(showAnalysis, params); } }) : nothing}
      ${button({ label: 'Show Log', testId: 'run-log', onClick: () => { host.tell(openRunLog, params); } })}
      ${button({ label: 'Show Folder', onClick: () => { host.tell(revealRun, params); } })}
    </div>`;
  }

  private curves(series: MetricsSeries): TemplateResult {
    const last = series.steps.at(-1);
    const lastEpoch = series.epochs.at(-1);
    return html`<div class="toolbar spread"><h2>Loss</h2>
        <div class="toolbar" role="group" aria-label="Loss terms">${lossTerms.map(({ term, label }) => checkbox({
          label, checked: this.terms.includes(term), testId: `loss-term-${term}`, onChange: (checked) => { this.chooseTerm(term, checked); },
        }))}</div>
      </div>
      <sl-plot class="curve" data-testid="loss-plot" data-steps=${series.steps.length}
        label=${last ? `Loss curve, ${last.loss.toFixed(3)} at step ${last.step}` : 'Loss curve'}
        .draw=${(theme: PlotTheme) => lossPlot(series, this.terms, theme)} .config=${plotConfig}></sl-plot>
      <h2>Accuracy</h2>
      <sl-plot class="curve" data-testid="accuracy-plot" data-epochs=${series.epochs.length}
        label=${lastEpoch ? `Accuracy curve, validation ${(lastEpoch.validation.accuracy * 100).toFixed(1)} % at epoch ${lastEpoch.epoch}` : 'Accuracy curve'}
        .draw=${(theme: PlotTheme) => accuracyPlot(series, theme)} .config=${plotConfig}></sl-plot>`;
  }

  private chooseTerm(term: LossTerm, checked: boolean): void {
    const others = this.terms.filter((each) => each !== term);
    this.terms = checked ? [...others, term] : others;
  }

  private runChanged(run: RunView): void {
    this.run = run;
    if (!isBusy(run)) this.stopping = false;
    this.feed?.pull();
  }

  private follow(): void {
    this.feed?.stop();
    this.failure = null;
    this.stopping = false;
    this.series = noMetrics;
    this.feed = new MetricsFeed({
      host: this.host, run: this.run.run,
      onSeries: (series) => { this.series = series; this.failure = null; },
      onFailure: (reason) => { this.failure = toFailure(reason); },
    });
    this.feed.pull();
  }
}
