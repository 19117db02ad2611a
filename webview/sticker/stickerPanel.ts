import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { openPicture } from '../../extension/protocol/actions.ts';
import type { StickerView } from '../../extension/protocol/engine.ts';
import { runsDidChange, selection } from '../../extension/protocol/events.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { StickerState } from '../../extension/protocol/panels.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { emotionChip } from '../ui/emotionChip.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { button, waiting } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import { otherEmotions } from '../ui/runClasses.ts';
import './board/boardCards.ts';
import { readNeighbours, type Neighbours } from './neighbours.ts';
import './picture.ts';
import { probabilityBars } from './probabilityBars.ts';
import { voteList } from './votes.ts';

/** All that is known of one sticker; the arrow keys walk through the gallery's filter. */
@customElement('sl-sticker-panel')
export class StickerPanel extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) panel!: StickerState;

  @state() private sticker: StickerView | null = null;
  @state() private neighbours: Neighbours | null = null;
  @state() private failure: RequestFailure | null = null;
  private readonly reading = new LatestTask();
  private readonly looking = new LatestTask();
  private readonly stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const pressed = (event: KeyboardEvent): void => { this.pressed(event); };
    document.addEventListener('keydown', pressed);
    this.stop.push(
      () => { document.removeEventListener('keydown', pressed); },
      this.host.listen(runsDidChange, ({ run }) => { if (run.run === this.panel.run && this.sticker?.probabilities === null) this.readSticker(); }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stop.splice(0)) stop();
    this.reading.cancel();
    this.looking.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('panel')) return;
    this.readSticker();
    this.findNeighbours();
  }

  protected override render(): TemplateResult {
    const { sticker, panel: { dataset, id } } = this;
    return html`<div class="page">
      <div class="toolbar spread"><h1 data-testid="sticker-id">${id}</h1>${this.navigation()}</div>
      ${this.failure ? errorNotice(this.failure, button({ label: 'Try Again', onClick: () => { this.readSticker(); this.findNeighbours(); } })) : nothing}
      <div class="sticker">
        <div class="sticker-picture">
          <sl-picture .host=${this.host} .root=${dataset.root} .sticker=${id}></sl-picture>
          ${button({ label: 'Open Picture', title: 'Open the file in the image viewer', onClick: () => { this.host.tell(openPicture, { root: dataset.root, id }); } })}
        </div>
        <div class="sticker-facts">
          ${sticker ? this.facts(sticker) : this.failure ? nothing : waiting('Reading the sticker')}
          <sl-board .host=${this.host} .root=${dataset.root} .sticker=${id} .filter=${this.panel.filter}></sl-board>
          ${sticker ? html`<h2>Prediction</h2>${this.prediction(sticker)}` : nothing}
        </div>
      </div>
    </div>`;
  }

  private navigation(): TemplateResult {
    const { neighbours } = this;
    const where = !neighbours ? '' : neighbours.position < 0 ? 'not in the gallery\'s present filter' : `${formatCount(neighbours.position + 1)} of ${formatCount(neighbours.total)}`;
    return html`<div class="toolbar" role="group" aria-label="Neighbours">
      ${button({ label: '←', title: 'Previous sticker (Left Arrow)', disabled: !neighbours?.previous, testId: 'sticker-previous', onClick: () => { this.go(neighbours?.previous); } })}
      <span data-testid="sticker-position" role="status">${where}</span>
      ${button({ label: '→', title: 'Next sticker (Right Arrow)', disabled: !neighbours?.next, testId: 'sticker-next', onClick: () => { this.go(neighbours?.next); } })}
    </div>`;
  }

  private facts(sticker: StickerView): TemplateResult {
    const { classes } = this.panel.dataset;
    return html`<dl class="sticker-list" aria-busy=${sticker.id === this.panel.id ? 'false' : 'true'}>
        <dt>Label</dt><dd data-testid="sticker-label">${emotionChip(sticker.label, classes)}</dd>
        ${voteList(sticker.votes, classes)}
        <dt>Split</dt><dd>${sticker.split}</dd>
        <dt>Text</dt><dd data-testid="sticker-text" class="own-lines">${sticker.text === '' ? html`<span class="muted">none</span>` : sticker.text}</dd>
        ${sticker.topic === '' ? nothing : html`<dt>Topic</dt><dd>${sticker.topic}</dd>`}
        ${Object.entries(sticker.attributes).map(([name, value]) => html`<dt>${name}</dt><dd class="own-lines">${value}</dd>`)}
      </dl>`;
  }

  private prediction(sticker: StickerView): TemplateResult {
    const { run, dataset } = this.panel;
    if (run === null) return html`<p class="muted" data-testid="no-prediction">No run is chosen in the gallery.</p>`;
    const name = run.split(/[\\/]/).at(-1);
    if (!sticker.probabilities) return html`<p class="muted" data-testid="no-prediction">No prediction of run ${name} for the ${sticker.split} split.</p>`;
    const { classes } = dataset;
    const predictedClasses = sticker.predictedClasses ?? classes;
    const other = otherEmotions(predictedClasses, classes);
    return html`<p class="muted">Run ${name}</p>
      ${other === null ? nothing : html`<p class="note" data-testid="other-emotions">${other}</p>`}
      ${probabilityBars(sticker.probabilities, sticker.label === null ? null : classes[sticker.label], predictedClasses, classes)}`;
  }

  private pressed(event: KeyboardEvent): void {
    if (isTyping(event) || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = event.key === 'ArrowLeft' ? this.neighbours?.previous : event.key === 'ArrowRight' ? this.neighbours?.next : null;
    if (!target) return;
    event.preventDefault();
    this.go(target);
  }

  /** Moves the selection of the whole window; the host answers with this panel's new state. */
  private go(id: string | null | undefined): void {
    if (id) this.host.tell(selection, { root: this.panel.dataset.root, ids: [id] });
  }

  private readSticker(): void {
    const { id, run, dataset: { root } } = this.panel;
    this.failure = null;
    // The facts of the sticker before stay until these are there, so that nothing jumps.
    this.reading.start((signal) => this.host.engine('sticker/read', { root, id, run }, signal), (sticker) => { this.sticker = sticker; }, (reason) => {
      if (this.sticker?.id !== id) this.sticker = null;
      this.failure = toFailure(reason);
    });
  }

  private findNeighbours(): void {
    const { id, filter, dataset: { root } } = this.panel;
    this.neighbours = null;
    this.looking.start((signal) => readNeighbours(this.host, root, filter, id, signal), (neighbours) => { this.neighbours = neighbours; }, (reason) => { this.failure = toFailure(reason); });
  }
}

/** Whether the key goes into a text: the arrow keys then move its caret. */
function isTyping(event: KeyboardEvent): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement || target instanceof HTMLSelectElement);
}
