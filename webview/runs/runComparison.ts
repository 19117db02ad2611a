import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ComparisonView, DataChanges, RunRow, Split } from '../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { emptyState } from '../ui/emptyState.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { button, waiting } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { scoreTable, settingDifferences, testInWords } from './comparedScores.ts';
import { cellFlips } from './differencePlot.ts';
import { differenceMatrix } from './differenceMatrix.ts';
import { changeSentence, flipButtons, flipSentence, type OpenStickers } from './ledger.ts';

/** What two runs have different: settings, data, and what came of it. */
@customElement('sl-run-comparison')
export class RunComparison extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) root = '';
  @property({ attribute: false }) first!: RunRow;
  @property({ attribute: false }) second!: RunRow;
  @property({ attribute: false }) split: Split = 'test';
  @property({ attribute: false }) marked: ReadonlySet<string> = new Set();
  @property({ attribute: false }) onOpen: OpenStickers = () => {};
  @property({ attribute: false }) onSwap: () => void = () => {};
  /** A split was predicted: the rows have changed. */
  @property({ attribute: false }) onComputed: () => void = () => {};

  @state() private comparison: ComparisonView | null = null;
  /** Of the data, between the two and since the second. */
  @state() private between: DataChanges | null = null;
  @state() private since: DataChanges | null = null;
  @state() private computing: string | null = null;
  @state() private failure: RequestFailure | null = null;
  /** What the last click found, where that is nothing to open. */
  @state() private notice = '';
  private readonly comparing = new LatestTask();
  private readonly tracing = new LatestTask();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.comparing.cancel();
    this.tracing.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!(['first', 'second', 'split'] as const).some((name) => changed.has(name))) return;
    const [one, other] = [changed.get('first') ?? this.first, changed.get('second') ?? this.second];
    // What is shown stays until the answer comes, unless it is of other runs.
    if (one.run.run !== this.first.run.run || other.run.run !== this.second.run.run || changed.has('split')) {
      this.comparison = this.between = this.since = null;
      this.computing = null;
    }
    if (this.computing === null) this.read();
  }

  protected override render(): TemplateResult {
    const { first, second, between, since } = this;
    return html`<section data-testid="comparison" aria-label="Comparison">
      <div class="toolbar spread">
        <h2>${first.run.name} compared with ${second.run.name}</h2>
        ${button({ label: 'Swap', title: 'Swap first and second', testId: 'swap', onClick: () => { this.onSwap(); } })}
      </div>
      <p class="ledger" data-testid="ledger">
        ${between === null ? nothing : html`${changeSentence(between, this.where, this.onOpen)}${this.comparison ? html`; ${flipSentence(this.comparison.flips, this.where, this.onOpen)}` : nothing}.`}
      </p>
      <p class="ledger" data-testid="since">${since === null ? nothing : html`${changeSentence(since, `since ${second.run.name}`, this.onOpen)}.`}</p>
      ${this.failure ? errorNotice(this.failure, button({ label: 'Try Again', onClick: () => { this.read(); } })) : nothing}
      ${this.comparison ? this.results(this.comparison) : this.withoutResults()}
      <h2>Different settings</h2>
      ${settingDifferences(first, second)}
    </section>`;
  }

  private get where(): string {
    return `between ${this.first.run.name} and ${this.second.run.name}`;
  }

  private results(comparison: ComparisonView): TemplateResult {
    const names = [this.first.run.name, this.second.run.name] as const;
    const { flips } = comparison;
    const flipped = flips.filter(({ id }) => this.marked.has(id)).length;
    return html`${comparison.remarks.map((remark) => html`<p class="note">${remark}</p>`)}
      <p data-testid="mcnemar">${testInWords(comparison.mcnemar, names)}</p>
      <p class="muted">${comparison.split} split, ${formatCount(comparison.stickers)} stickers predicted by both, scored by the labels as they are now.
        ${this.marked.size === 0 ? nothing : html`<span data-testid="marked">Of ${formatCount(this.marked.size)} selected, ${formatCount(flipped)} flipped.</span>`}</p>
      ${flipButtons(flips, this.where, this.onOpen)}
      ${scoreTable(comparison, names)}
      ${differenceMatrix(comparison, (label, prediction) => { this.openCell(comparison, label, prediction); })}
      <p class="muted" role="status" data-testid="cell-notice">${this.notice}</p>`;
  }

  private withoutResults(): TemplateResult | typeof nothing {
    if (this.computing !== null) {
      return waiting(`Predicting the ${this.split} split by ${this.computing}`, button({ label: 'Cancel', onClick: () => { this.comparing.cancel(); this.computing = null; } }));
    }
    if (this.comparing.running) return waiting('Comparing');
    return html`${this.unpredicted().map(({ run }) => (run.state === 'unreadable'
      ? emptyState(`${run.name} cannot be read: ${run.trouble ?? 'its files are damaged.'}`)
      : emptyState(`${run.name} has not predicted the ${this.split} split yet.`, button({ label: `Compute ${run.name}`, primary: true, testId: 'compute', onClick: () => { this.compute(run.run, run.name); } }))))}`;
  }

  private unpredicted(): RunRow[] {
    return [this.first, this.second].filter(({ run }) => !run.predicted.includes(this.split));
  }

  private openCell({ classes, flips }: ComparisonView, label: number, prediction: number): void {
    const { gained, lost } = cellFlips(flips, label, prediction);
    const reason = `came to or left "${classes[label]} predicted as ${classes[prediction]}" ${this.where}`;
    this.notice = gained.length + lost.length === 0 ? `No sticker ${reason}.` : '';
    if (this.notice === '') this.onOpen([...gained, ...lost].map(({ id }) => id), reason);
  }

  /** Of the data, and of the predictions where both have them. */
  private read(): void {
    const { root, split, first: { run: { run: first } }, second: { run: { run: second } } } = this;
    const failed = (reason: unknown) => { this.failure = toFailure(reason); };
    this.failure = null;
    this.notice = '';
    this.tracing.start((signal) => Promise.all([
      this.host.engine('comparison/changes', { root, from: first, to: second }, signal), this.host.engine('comparison/changes', { root, from: second, to: null }, signal),
    ]), ([between, since]) => { this.between = between; this.since = since; }, failed);
    if (this.unpredicted().length > 0) {
      this.comparing.cancel();
      this.comparison = null;
      return;
    }
    this.comparing.start((signal) => this.host.engine('comparison/read', { root, first, second, split }, signal), (comparison) => { this.comparison = comparison; }, failed);
  }

  private compute(run: string, name: string): void {
    this.computing = name;
    this.failure = null;
    this.comparing.start((signal) => this.host.engine('evaluation/compute', { run, split: this.split, checkpoint: 'best', again: false }, signal),
      () => { this.computing = null; this.onComputed(); }, (reason) => { this.computing = null; this.failure = toFailure(reason); });
  }
}
