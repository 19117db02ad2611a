import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { openPicture } from '../../extension/protocol/actions.ts';
import { descriptionsDidChange } from '../../extension/protocol/board.ts';
import type { StickerView, View } from '../../extension/protocol/engine.ts';
import { runsDidChange, selection } from '../../extension/protocol/events.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { StickerState } from '../../extension/protocol/panels.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { button, waiting } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';
import './attention/attention.ts';
import type { DrawnHeat } from './attention/drawnHeat.ts';
import './board/boardCards.ts';
import type { BoardCards } from './board/boardCards.ts';
import { listenToKeys } from './keys.ts';
import './nearest/nearestStickers.ts';
import { readNeighbours, type Neighbours } from './neighbours.ts';
import './picture.ts';
import type { ShownPicture } from './picture.ts';
import './probe/probePanel.ts';
import { Sections } from './sections.ts';
import { predictionFacts, stickerFacts } from './stickerFacts.ts';
import './verdict/verdictBar.ts';
import { walk } from './walk.ts';

/** All that is known of one sticker, and why a run sees it as it does; the arrow keys walk through the filter it was opened from. */
@customElement('sl-sticker-panel')
export class StickerPanel extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property({ attribute: false }) panel!: StickerState;

  @state() private sticker: StickerView | null = null;
  @state() private neighbours: Neighbours | null = null;
  @state() private failure: RequestFailure | null = null;
  @state() private picture: ShownPicture | null = null;
  @state() private heat: DrawnHeat | null = null;
  /** The sticker of the filter that was shown last. */
  private walked: string | null = null;
  private readonly sections = new Sections(() => { this.requestUpdate(); });
  private readonly reading = new LatestTask();
  private readonly looking = new LatestTask();
  private readonly stop: (() => void)[] = [];
  private readonly showHeat = (heat: DrawnHeat | null): void => { this.heat = heat; };
  private readonly showPicture = (picture: ShownPicture | null): void => { this.picture = picture; };

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop.push(
      listenToKeys((event) => { this.pressed(event); }),
      this.host.listen(runsDidChange, ({ run }) => { if (run.run === this.panel.run && this.sticker?.probabilities === null) this.readSticker(); }),
      this.host.listen(descriptionsDidChange, ({ root, ids }) => { if (root === this.panel.dataset.root && (ids === null || ids.includes(this.panel.id))) this.readSticker(); }),
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
    const before = changed.get('panel');
    if (before?.dataset.root !== this.panel.dataset.root) this.walked = null;
    // What one run predicted is never shown as another's.
    if (before && (before.dataset.root !== this.panel.dataset.root || before.run !== this.panel.run)) this.sticker = null;
    this.readSticker();
    this.findNeighbours();
  }

  protected override render(): TemplateResult {
    const { sticker, panel: { dataset, id, run, filter } } = this;
    return html`<div class="page">
      <div class="toolbar spread"><h1 data-testid="sticker-id">${id}</h1>${walk({ neighbours: this.neighbours, cameFrom: this.walked, reason: filter.selection?.reason ?? '', onGo: (to) => { this.go(to); } })}</div>
      ${this.failure ? errorNotice(this.failure, button({ label: 'Try Again', onClick: () => { this.readSticker(); this.findNeighbours(); } })) : nothing}
      <div class="sticker">
        <div class="sticker-picture">
          <sl-picture .host=${this.host} .root=${dataset.root} .sticker=${id} .heat=${this.heat} .onShown=${this.showPicture}></sl-picture>
          ${button({ label: 'Open Picture', title: 'Open the file in the image viewer', onClick: () => { this.host.tell(openPicture, { root: dataset.root, id }); } })}
          ${run === null ? nothing : html`<sl-verdict .host=${this.host} .root=${dataset.root} .sticker=${id} .run=${run} .onNext=${() => this.goOn()}></sl-verdict>`}
        </div>
        <div class="sticker-facts">
          ${sticker ? stickerFacts(sticker, dataset.classes, sticker.id !== id) : this.failure ? nothing : waiting('Reading the sticker')}
          ${sticker && run !== null ? html`<h2>Prediction</h2>${predictionFacts(sticker, run, dataset.classes)}` : nothing}
          <sl-board .host=${this.host} .root=${dataset.root} .sticker=${id} .filter=${filter}></sl-board>
          ${sticker && run !== null ? this.explained(sticker, run) : nothing}
          ${sticker && run === null ? html`<h2>Prediction</h2>
            <p class="muted" data-testid="no-prediction">No run is chosen in the gallery. With one, its prediction stands here, and where it looks, what its texts decide and which training stickers are near.</p>` : nothing}
        </div>
      </div>
    </div>`;
  }

  private explained(sticker: StickerView, run: string): TemplateResult {
    const { host, sections, panel: { dataset: { root, classes } } } = this;
    return html`
      ${sections.render('attention', 'Attention', () => html`<sl-attention .host=${host} .root=${root} .run=${run} .sticker=${sticker} .picture=${this.picture} .onHeat=${this.showHeat}></sl-attention>`, 'keys: [ ] stage, + - opacity, h')}
      ${sections.render('probe', 'Probe', () => html`<sl-probe .host=${host} .root=${root} .run=${run} .sticker=${sticker} .classes=${classes}
        .onTake=${(view: View, text: string) => { this.querySelector<BoardCards>('sl-board')?.type(sticker.id, view, text); }}></sl-probe>`, 'what other texts would change; not saved')}
      ${sections.render('nearest', 'Nearest training stickers', () => html`<sl-nearest .host=${host} .root=${root} .run=${run} .sticker=${sticker} .classes=${classes} .onGo=${(id: string) => { this.go(id); }}></sl-nearest>`)}`;
  }

  private pressed(event: KeyboardEvent): void {
    if (event.shiftKey) return;
    const target = event.key === 'ArrowLeft' ? this.neighbours?.previous : event.key === 'ArrowRight' ? this.neighbours?.next : null;
    if (!target) return;
    event.preventDefault();
    this.go(target);
  }

  /** False where there is no next sticker. A verdict may come before it is known which that is. */
  private async goOn(): Promise<boolean> {
    const { id, filter, dataset: { root } } = this.panel;
    const { next } = this.neighbours ?? await readNeighbours(this.host, root, filter, id);
    if (id !== this.panel.id) return true;
    if (next) this.go(next);
    return next !== null;
  }

  /** Moves the selection of the whole window; the host answers with this panel's new state. */
  private go(id: string): void {
    this.host.tell(selection, { root: this.panel.dataset.root, ids: [id] });
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
    this.looking.start((signal) => readNeighbours(this.host, root, filter, id, signal), (neighbours) => {
      this.neighbours = neighbours;
      if (neighbours.position >= 0) this.walked = id;
    }, (reason) => { this.failure = toFailure(reason); });
  }
}
