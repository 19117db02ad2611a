import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { StickerFilter, ViewStatistics } from '../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { shownStates, viewTitles } from '../ui/descriptionWords.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { waiting } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';

/** Texts change four times a second during a batch; counting all of them takes the service a while. */
const quiet = 1500;

/** States and lengths of the filter's texts, a line a view; counted while the section is open. */
@customElement('sl-description-statistics')
export class DescriptionStatistics extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @property({ attribute: false }) filter: StickerFilter = {};

  @state() private statistics: readonly ViewStatistics[] | null = null;
  @state() private failure: RequestFailure | null = null;
  @state() private open = false;
  private readonly task = new LatestTask();
  private timer: number | undefined;

  /** Texts changed: counts anew once it is quiet, or after a while. */
  textsChanged(): void {
    if (!this.open || this.timer !== undefined) return;
    this.timer = window.setTimeout(() => {
      this.timer = undefined;
      // A count under way comes to its end: with many texts it takes longer than it is quiet.
      if (this.task.running) this.textsChanged();
      else this.read();
    }, quiet);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
    this.task.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('filter') && this.open) this.read();
  }

  protected override render(): TemplateResult {
    return html`<details data-testid="statistics" @toggle=${(event: Event) => { this.toggled((event.target as HTMLDetailsElement).open); }}>
      <summary>Statistics</summary>
      ${this.failure ? errorNotice(this.failure) : this.statistics ? this.tables(this.statistics) : this.open ? waiting('Counting') : nothing}
    </details>`;
  }

  private tables(statistics: readonly ViewStatistics[]): TemplateResult {
    return html`<div class="statistics">
      <table><caption>Texts by state</caption>
        <thead><tr><th scope="col">View</th>${shownStates.map((shown) => html`<th scope="col">${shown}</th>`)}</tr></thead>
        <tbody>${statistics.map(({ view, states }) => html`<tr data-view=${view}><th scope="row">${viewTitles[view]}</th>${shownStates.map((shown) => html`<td>${formatCount(states[shown])}</td>`)}</tr>`)}</tbody>
      </table>
      <table><caption>Length of texts: mean, median, least to most</caption>
        <thead><tr><th scope="col">View</th><th scope="col">Words</th><th scope="col">Characters</th><th scope="col">Over the encoder's limit</th></tr></thead>
        <tbody>${statistics.map(({ view, words, characters, overLimit }) => html`<tr data-view=${view}><th scope="row">${viewTitles[view]}</th>
          <td>${spread(words)}</td><td>${spread(characters)}</td><td>${formatCount(overLimit)}</td></tr>`)}</tbody>
      </table>
      <div class="histograms">${statistics.map((each) => histogram(each))}</div>
    </div>`;
  }

  private toggled(open: boolean): void {
    this.open = open;
    if (open) this.read();
    else this.task.cancel();
  }

  private read(): void {
    const { root, filter } = this;
    this.failure = null;
    this.task.start((signal) => this.host.engine('descriptions/statistics', { root, filter }, signal), (statistics) => { this.statistics = statistics; }, (reason) => { this.failure = toFailure(reason); });
  }
}

const spread = ({ mean, median, least, most }: ViewStatistics['words']): string => `${mean.toFixed(1)}, ${formatCount(median)}, ${formatCount(least)} to ${formatCount(most)}`;

/** Texts by words, in bins of ten; each bar says its count, so that the picture is a list of figures too. */
function histogram({ view, wordBins }: ViewStatistics): TemplateResult {
  const most = Math.max(1, ...wordBins);
  const label = (bin: number): string => `${bin * 10} to ${bin * 10 + 9} words: ${formatCount(wordBins[bin])}`;
  return html`<figure><figcaption>${viewTitles[view]}, texts by words</figcaption>
    <ul class="histogram" aria-label="${viewTitles[view]}, texts by words">${wordBins.map((count, bin) => html`<li title=${label(bin)} aria-label=${label(bin)}>
      <span class="histogram-bar" style="height:${count === 0 ? 0 : Math.max(2, (count / most) * 60)}px"></span><span class="histogram-bin" aria-hidden="true">${bin * 10}</span></li>`)}</ul>
  </figure>`;
}
