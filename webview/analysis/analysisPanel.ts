import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { analysisDidChangeSplit, showGallery, showRun, showSticker } from '../../extension/protocol/actions.ts';
import type { EvaluationReport, PredictionRecord, RunView, Split } from '../../extension/protocol/engine.ts';
import { runsDidChange, selection } from '../../extension/protocol/events.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { AnalysisState } from '../../extension/protocol/panels.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { emptyState } from '../ui/emptyState.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { button, waiting } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { otherEmotions, runClasses } from '../ui/runClasses.ts';
import { toggleGroup } from '../ui/toggleGroup.ts';
import './confusionMatrix.ts';
import './featureMap.ts';
import { cellReason, stickersInCell } from './mistakes.ts';
import { classTable, scoreCards } from './scores.ts';

const splits: readonly Split[] = ['validation', 'test', 'train'];

interface Evaluated {
  readonly report: EvaluationReport;
  readonly predictions: readonly PredictionRecord[];
}

/** How well a run's model does on a split, and which stickers it got wrong. */
@customElement('sl-analysis-panel')
export class AnalysisPanel extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) panel!: AnalysisState;

  @state() private run!: RunView;
  @state() private split: Split = 'test';
  @state() private evaluated: Evaluated | null = null;
  @state() private phase: 'reading' | 'computing' | 'idle' = 'reading';
  @state() private failure: RequestFailure | null = null;
  @state() private marked: ReadonlySet<string> = new Set();
  /** What the last click found, where that is nothing to open. */
  @state() private notice = '';
  private readonly task = new LatestTask();
  private readonly stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop.push(
      this.host.listen(runsDidChange, ({ run }) => { if (run.run === this.run.run) this.runChanged(run); }),
      this.host.listen(selection, ({ ids }) => { this.marked = new Set(ids); }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stop.splice(0)) stop();
    this.task.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('panel')) return;
    const same = this.run?.run === this.panel.run.run && this.split === this.panel.split;
    this.run = this.panel.run;
    this.split = this.panel.split;
    if (!same) this.evaluated = null;
    this.read();
  }

  protected override render(): TemplateResult {
    const { dataset } = this.panel;
    const other = otherEmotions(this.classes, dataset.classes);
    return html`<div class="page">
      <div class="toolbar spread">
        <h1>Analysis of ${this.run.name}</h1>
        <div class="toolbar">
          ${toggleGroup({ label: 'Split', testId: 'analysis-split', chosen: [this.split], options: splits.map((split) => ({ value: split, label: split })),
            onToggle: (split) => { this.changeSplit(split); } })}
          ${button({ label: 'Show Run', onClick: () => { this.host.tell(showRun, { run: this.run.run }); } })}
        </div>
      </div>
      <p class="muted">${dataset.name}, preset ${this.run.preset}</p>
      ${this.run.notes.map((note) => html`<p class="note">${note}</p>`)}
      ${other === null ? nothing : html`<p class="note" data-testid="other-emotions">${other}</p>`}
      ${this.failure ? errorNotice(this.failure, button({ label: 'Try Again', onClick: () => { this.read(); } })) : nothing}
      ${this.evaluated ? this.results(this.evaluated) : this.withoutResults()}
    </div>`;
  }

  private get classes(): readonly string[] {
    return runClasses(this.run, this.panel.dataset.classes);
  }

  private results({ report, predictions }: Evaluated): TemplateResult {
    const { dataset } = this.panel;
    return html`${scoreCards(report)}
      <sl-confusion-matrix .confusion=${report.confusion} .classes=${this.classes}
        .onCell=${(label: number, prediction: number) => { this.openCell(predictions, label, prediction); }}></sl-confusion-matrix>
      <p class="muted" role="status" data-testid="cell-notice">${this.notice}</p>
      ${classTable(report)}
      <sl-feature-map .host=${this.host} .run=${this.run} .split=${this.split} .root=${dataset.root} .classes=${this.classes} .marked=${this.marked}
        .onOpen=${(id: string) => { this.host.tell(showSticker, { root: dataset.root, id, filter: {}, run: this.run.run }); }}
        .onEmotion=${(name: string, ids: readonly string[]) => { this.openGallery(ids, `all predicted as ${name}, run ${this.run.name}, ${this.split} split`); }}
        .onSelect=${(ids: readonly string[]) => { this.openGallery(ids, `lasso on the t-SNE map, run ${this.run.name}, ${this.split} split`); }}></sl-feature-map>`;
  }

  private withoutResults(): TemplateResult | typeof nothing {
    if (this.phase === 'reading') return waiting('Reading the evaluation');
    if (this.phase === 'computing') {
      return waiting(`Predicting the ${this.split} split${this.run.status?.activity ? `: ${this.run.status.activity}` : ''}`,
        button({ label: 'Cancel', onClick: () => { this.task.cancel(); this.phase = 'idle'; } }));
    }
    return emptyState(`${this.run.name} has not predicted the ${this.split} split yet.`,
      button({ label: 'Compute', primary: true, testId: 'compute-evaluation', onClick: () => { this.compute(); } }));
  }

  private openCell(predictions: readonly PredictionRecord[], label: number, prediction: number): void {
    const { classes } = this;
    const ids = stickersInCell(predictions, label, prediction);
    const reason = cellReason(classes[label], classes[prediction], this.run.name, this.split);
    this.notice = ids.length === 0 ? `No sticker: ${reason}.` : '';
    if (ids.length > 0) this.openGallery(ids, reason);
  }

  private openGallery(ids: readonly string[], reason: string): void {
    const { root } = this.panel.dataset;
    this.marked = new Set(ids);
    this.host.tell(selection, { root, ids });
    this.host.tell(showGallery, { root, filter: { selection: { ids, reason } }, run: this.run.run });
  }

  private changeSplit(split: Split): void {
    if (split === this.split) return;
    this.split = split;
    this.evaluated = null;
    this.host.tell(analysisDidChangeSplit, { run: this.run.run, split });
    this.read();
  }

  private runChanged(run: RunView): void {
    const newResults = run.predicted.join() !== this.run.predicted.join() || (run.state === 'done' && this.run.state !== 'done');
    this.run = run;
    if (newResults && this.phase === 'idle') this.read();
  }

  /** What is shown stays until the answer comes. */
  private read(): void {
    this.phase = 'reading';
    this.failure = null;
    this.notice = '';
    const { run: { run }, split } = this;
    this.task.start(async (signal) => {
      const report = await this.host.engine('evaluation/read', { run, split }, signal);
      return report && this.withPredictions(report, signal);
    }, (evaluated) => { this.end(evaluated, null); }, (reason) => { this.end(null, toFailure(reason)); });
  }

  private compute(): void {
    this.phase = 'computing';
    this.failure = null;
    const { run: { run }, split } = this;
    this.task.start(
      async (signal) => this.withPredictions(await this.host.engine('evaluation/compute', { run, split }, signal), signal),
      (evaluated) => { this.end(evaluated, null); }, (reason) => { this.end(null, toFailure(reason)); },
    );
  }

  private async withPredictions(report: EvaluationReport, signal: AbortSignal): Promise<Evaluated> {
    return { report, predictions: await this.host.engine('predictions/read', { run: this.run.run, split: this.split }, signal) };
  }

  private end(evaluated: Evaluated | null, failure: RequestFailure | null): void {
    this.phase = 'idle';
    this.evaluated = evaluated;
    this.failure = failure;
  }
}
