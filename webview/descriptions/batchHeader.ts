import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { describeStickers, showSticker } from '../../extension/protocol/actions.ts';
import type { BatchView, StickerFilter } from '../../extension/protocol/engine.ts';
import { batchDidChange } from '../../extension/protocol/events.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { fact } from '../ui/fact.ts';
import { toFailure } from '../ui/failure.ts';
import { formatCount, formatDuration } from '../ui/formatNumber.ts';
import { button } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { progressBar } from '../ui/progressBar.ts';
import { batchDetails } from './batchDetails.ts';
import { scopeFilter } from './findScope.ts';

/** How the newest batch stands, and what can be done with it. */
@customElement('sl-batch-header')
export class BatchHeader extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  /** Which stickers another batch would describe. */
  @property({ attribute: false }) filter: StickerFilter = {};
  /** Those marked in the table: where there are any, it would describe them alone. */
  @property({ attribute: false }) marked: ReadonlySet<string> = new Set();

  /** undefined: not known yet. */
  @state() private batch: BatchView | null | undefined;
  @state() private failure: RequestFailure | null = null;
  private readonly task = new LatestTask();
  private stop: () => void = () => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = this.host.listen(batchDidChange, ({ root, batch }) => { if (root === this.root) this.batch = batch; });
    const { root } = this;
    // What the host tells in the meantime is newer.
    this.task.start((signal) => this.host.engine('batch/read', { root }, signal), (batch) => { if (this.batch === undefined) this.batch = batch; }, (reason) => { this.failure = toFailure(reason); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
    this.task.cancel();
  }

  protected override render(): TemplateResult {
    const { batch } = this;
    return html`<div class="toolbar spread">
      ${batch ? this.figures(batch) : html`<span class="muted" data-testid="batch-none">${batch === null ? 'No batch has been run on this dataset.' : 'Reading'}</span>`}
      <div class="toolbar">
        ${batch ? this.buttons(batch) : nothing}
        ${button({ label: 'Describe...', title: `Have the model describe the ${this.marked.size > 0 ? 'marked stickers' : 'stickers of this filter'}`, testId: 'describe', onClick: () => { this.describe(); } })}
      </div>
    </div>
    ${batch ? progressBar('Batch', batch.total === 0 ? 1 : settled(batch) / batch.total) : nothing}
    ${batch && batch.trouble !== '' ? html`<p class="note" role="status" data-testid="batch-trouble">${batch.trouble}</p>` : nothing}
    ${this.failure ? errorNotice(this.failure) : nothing}
    ${batch ? batchDetails(batch, (id) => { this.host.tell(showSticker, { root: this.root, id, filter: this.filter, run: null }); }) : nothing}`;
  }

  private describe(): void {
    const { root, filter, marked } = this;
    this.host.tell(describeStickers, { root, filter: (marked.size > 0 ? scopeFilter('selection', filter, marked) : null) ?? filter });
  }

  private figures(batch: BatchView): TemplateResult {
    const running = batch.state === 'running';
    return html`<dl class="facts">
      ${fact('Batch', batch.state, 'batch-state')}
      ${fact('Described', `${formatCount(batch.done)} of ${formatCount(batch.total)}`, 'batch-done')}
      ${fact('Failed', formatCount(batch.failed), 'batch-failed')}
      ${fact('Skipped', formatCount(batch.skipped), 'batch-skipped')}
      ${fact('Left', formatCount(Math.max(0, batch.total - settled(batch))), 'batch-left')}
      ${fact('s/sticker', batch.secondsPerSticker === null ? '-' : batch.secondsPerSticker.toFixed(batch.secondsPerSticker < 10 ? 2 : 1), 'batch-speed')}
      ${fact('Time left', running && batch.secondsLeft !== null ? formatDuration(batch.secondsLeft) : '-', 'batch-time-left')}
    </dl>`;
  }

  private buttons({ state: now, failed }: BatchView): TemplateResult {
    const resumable = now === 'paused' || now === 'stopped' || now === 'interrupted';
    return html`${now === 'running' ? button({ label: 'Pause', testId: 'batch-pause', onClick: () => { this.ask('batch/pause'); } }) : nothing}
      ${resumable ? button({ label: 'Resume', primary: true, testId: 'batch-resume', onClick: () => { this.resume(false); } }) : nothing}
      ${now === 'running' || now === 'paused' || now === 'interrupted' ? button({ label: 'Stop', testId: 'batch-stop', onClick: () => { this.ask('batch/stop'); } }) : nothing}
      ${now !== 'running' && failed > 0 ? button({ label: 'Retry Failed', testId: 'batch-retry', onClick: () => { this.resume(true); } }) : nothing}`;
  }

  private resume(retry: boolean): void {
    const { root } = this;
    this.start((signal) => this.host.engine('batch/resume', { root, retry }, signal));
  }

  private ask(method: 'batch/pause' | 'batch/stop'): void {
    const { root } = this;
    this.start((signal) => this.host.engine(method, { root }, signal));
  }

  private start(task: (signal: AbortSignal) => Promise<BatchView>): void {
    this.failure = null;
    this.task.start(task, (batch) => { this.batch = batch; }, (reason) => { this.failure = toFailure(reason); });
  }
}

const settled = ({ done, failed, skipped }: BatchView): number => done + failed + skipped;
