import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { analysisDidChange, showMap, showRun } from '../../extension/protocol/actions.ts';
import type { CheckpointName, EvaluationKey, RunView, Split } from '../../extension/protocol/engine.ts';
import { gatherReport, runsDidChange, selection } from '../../extension/protocol/events.ts';
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
import { computeEvaluated, readEvaluated, type Evaluated } from './evaluated.ts';
import './evaluationView.ts';
import type { EvaluationView } from './evaluationView.ts';

const splits: readonly Split[] = ['validation', 'test', 'train'];
const checkpoints: readonly { value: CheckpointName; label: string; title: string }[] = [
  { value: 'best', label: 'best', title: 'The weights of the epoch that the run chose' },
  { value: 'last', label: 'last', title: 'The weights of the latest epoch' },
];

/** How well a run's model does on a split, and which stickers it got wrong. */
@customElement('sl-analysis-panel')
export class AnalysisPanel extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) panel!: AnalysisState;

  @state() private run!: RunView;
  @state() private split: Split = 'test';
  @state() private checkpoint: CheckpointName = 'best';
  @state() private evaluated: Evaluated | null = null;
  @state() private phase: 'reading' | 'computing' | 'idle' = 'reading';
  @state() private failure: RequestFailure | null = null;
  @state() private marked: ReadonlySet<string> = new Set();
  /** A report was asked for before its evaluation was there. */
  private reportWaits = false;
  private readonly task = new LatestTask();
  private readonly stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop.push(
      this.host.listen(runsDidChange, ({ run }) => { if (run.run === this.run.run) this.runChanged(run); }),
      this.host.listen(selection, ({ root, ids }) => { if (root === this.panel.dataset.root) this.marked = new Set(ids); }),
      this.host.listen(gatherReport, () => { this.gatherReport(); }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stop.splice(0)) stop();
    this.task.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('panel')) return;
    const { run, split, checkpoint, selected } = this.panel;
    const same = this.run?.run === run.run && this.split === split && this.checkpoint === checkpoint;
    this.run = run;
    this.split = split;
    this.checkpoint = checkpoint;
    this.marked = new Set(selected);
    if (!same) this.evaluated = null;
    // What is being computed takes minutes: the same goes on.
    if (!same || this.phase !== 'computing') this.read();
  }

  protected override updated(): void {
    if (!this.reportWaits || this.phase !== 'idle') return;
    this.reportWaits = false;
    this.gatherReport();
  }

  protected override render(): TemplateResult {
    const { dataset } = this.panel;
    const other = otherEmotions(runClasses(this.run, dataset.classes), dataset.classes);
    return html`<div class="page">
      <div class="toolbar spread">
        <h1>Analysis of ${this.run.name}</h1>
        <div class="toolbar">
          ${toggleGroup({ label: 'Split', testId: 'analysis-split', chosen: [this.split], options: splits.map((split) => ({ value: split, label: split })),
            onToggle: (split) => { this.change(split, this.checkpoint); } })}
          ${toggleGroup({ label: 'Checkpoint', testId: 'analysis-checkpoint', chosen: [this.checkpoint], options: checkpoints, onToggle: (checkpoint) => { this.change(this.split, checkpoint); } })}
          ${button({ label: 'Show Map', testId: 'show-map', onClick: () => { this.host.tell(showMap, { run: this.run.run }); } })}
          ${button({ label: 'Show Run', onClick: () => { this.host.tell(showRun, { run: this.run.run }); } })}
        </div>
      </div>
      <p class="muted">${dataset.name}, preset ${this.run.preset}</p>
      ${[...(this.run.trouble === undefined ? [] : [this.run.trouble]), ...this.run.notes].map((note) => html`<p class="note">${note}</p>`)}
      ${other === null ? nothing : html`<p class="note" data-testid="other-emotions">${other}</p>`}
      ${this.failure ? errorNotice(this.failure, button({ label: 'Try Again', onClick: () => { this.read(); } })) : nothing}
      ${this.evaluated ? html`${this.scoringAgain()}<sl-evaluation .host=${this.host} root=${dataset.root} .run=${this.run} .evaluated=${this.evaluated} .marked=${this.marked}
        .onMark=${(ids: readonly string[]) => { this.marked = new Set(ids); }}></sl-evaluation>` : this.withoutResults()}
    </div>`;
  }

  private get key(): EvaluationKey {
    return { run: this.run.run, split: this.split, checkpoint: this.checkpoint };
  }

  private get what(): string {
    return this.checkpoint === 'best' ? `the ${this.split} split` : `the ${this.split} split with its last checkpoint`;
  }

  /** What is shown stays meanwhile. */
  private scoringAgain(): TemplateResult {
    if (this.phase === 'computing') return this.predicting();
    return html`<div class="toolbar">${button({ label: 'Score Again', title: 'Predicts and scores the split with labels and descriptions as they are now', testId: 'score-again', onClick: () => { this.compute(true); } })}</div>`;
  }

  private predicting(): TemplateResult {
    return waiting(`Predicting the ${this.split} split`,
      button({ label: 'Cancel', onClick: () => { this.task.cancel(); this.phase = 'idle'; } }));
  }

  private withoutResults(): TemplateResult | typeof nothing {
    if (this.phase === 'reading') return waiting('Reading the evaluation');
    if (this.phase === 'computing') return this.predicting();
    return emptyState(`${this.run.name} has not predicted ${this.what} yet.`,
      button({ label: 'Compute', primary: true, testId: 'compute-evaluation', onClick: () => { this.compute(false); } }));
  }

  private change(split: Split, checkpoint: CheckpointName): void {
    if (split === this.split && checkpoint === this.checkpoint) return;
    this.split = split;
    this.checkpoint = checkpoint;
    this.evaluated = null;
    this.host.tell(analysisDidChange, this.key);
    this.read();
  }

  private runChanged(run: RunView): void {
    // What better weights made out of date stays until it is asked for again.
    const newResults = run.predicted.some((split) => !this.run.predicted.includes(split)) || (run.state === 'done' && this.run.state !== 'done');
    this.run = run;
    if (newResults && this.phase === 'idle') this.read();
  }

  /** A panel that was opened for its report is still reading when it is asked. */
  private gatherReport(): void {
    if (this.phase !== 'idle') {
      this.reportWaits = true;
      return;
    }
    const view = this.querySelector<EvaluationView>('sl-evaluation');
    if (view) view.exportReport();
    else this.failure ??= { message: `${this.run.name} has not predicted ${this.what} yet, so there is nothing to report.`, data: { file: '', remedy: 'Compute it first, then export the report.' } };
  }

  /** What is shown stays until the answer comes. */
  private read(): void {
    this.phase = 'reading';
    this.start((signal) => readEvaluated(this.host, this.key, signal));
  }

  private compute(again: boolean): void {
    this.phase = 'computing';
    this.start((signal) => computeEvaluated(this.host, this.key, again, signal));
  }

  private start(work: (signal: AbortSignal) => Promise<Evaluated | null>): void {
    this.failure = null;
    this.task.start(work, (evaluated) => {
      this.phase = 'idle';
      this.evaluated = evaluated;
    }, (reason) => {
      this.phase = 'idle';
      this.failure = toFailure(reason);
    });
  }
}
