import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { EngineRequests, Split, StickerView } from '../../../extension/protocol/engine.ts';
import { runsDidChange } from '../../../extension/protocol/events.ts';
import type { RequestFailure } from '../../../extension/protocol/failure.ts';
import { Thumbnails } from '../../grid/thumbnails.ts';
import type { Host } from '../../host/host.ts';
import { LatestTask } from '../../host/latestTask.ts';
import { errorNotice } from '../../ui/errorNotice.ts';
import { toFailure } from '../../ui/failure.ts';
import { button, waiting } from '../../ui/kit.ts';
import { LightElement } from '../../ui/lightElement.ts';
import { nearestTile } from './nearestTile.ts';

const count = 6;
const thumbnailSize = window.devicePixelRatio > 1 ? 256 : 128;

type Nearest = EngineRequests['explain/neighbours']['result'];

/** The training stickers that the run sees as most like this one, or what has to be computed before they are known. */
@customElement('sl-nearest')
export class NearestStickers extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @property() run = '';
  @property({ attribute: false }) sticker!: StickerView;
  @property({ attribute: false }) classes: readonly string[] = [];
  /** Called with the sticker that a person wants to see. */
  @property({ attribute: false }) onGo: (id: string) => void = () => {};
  @state() private nearest: Nearest | null = null;
  @state() private computing: Split | null = null;
  @state() private failure: RequestFailure | null = null;
  private thumbnails!: Thumbnails;
  private readonly reading = new LatestTask();
  private readonly work = new LatestTask();
  private stop = (): void => {};

  override connectedCallback(): void {
    super.connectedCallback();
    this.thumbnails = new Thumbnails({
      read: async (ids, signal) => (await this.host.engine('thumbnail/read', { root: this.root, ids, size: thumbnailSize }, signal)).thumbnails,
      onChange: () => { this.requestUpdate(); }, capacity: 10 * count,
    });
    this.stop = this.host.listen(runsDidChange, ({ run }) => { if (run.run === this.run && this.nearest?.reason) this.read(); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
    this.reading.cancel();
    this.work.cancel();
    this.thumbnails.dispose();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isOther = (changed.has('sticker') && changed.get('sticker')?.id !== this.sticker.id) || changed.has('run') || changed.has('root');
    if (!isOther) return;
    this.nearest = null;
    this.failure = null;
    this.read();
  }

  protected override render(): TemplateResult {
    const { failure, nearest, sticker, classes } = this;
    if (this.computing) return waiting(`Predicting the ${this.computing} split`, button({ label: 'Cancel', onClick: () => { this.cancel(); } }));
    if (failure) return errorNotice(failure, button({ label: 'Try Again', onClick: () => { this.read(); } }));
    if (!nearest) return waiting('Looking for the nearest training stickers');
    if (nearest.reason !== null) {
      const canHelp = sticker.label !== null;
      return html`<p data-testid="nearest-reason">${nearest.reason}</p>
        ${canHelp ? button({ label: 'Compute What Is Missing', title: 'Compute What Is Missing: has the run predict these splits', testId: 'nearest-compute', onClick: () => { this.compute(); } }) : nothing}`;
    }
    const same = nearest.neighbours.filter(({ label }) => label !== null && label === sticker.label).length;
    return html`<p class="muted" data-testid="nearest-labels">${nearest.neighbours.length === 0 ? 'The run learned from no other sticker that is still there.'
      : sticker.label === null ? nothing : `${same} of ${nearest.neighbours.length} are labelled ${classes[sticker.label]}, as this one is.`}</p>
      <ul class="nearest" data-testid="nearest">${nearest.neighbours.map((neighbour) => nearestTile(neighbour, sticker.label, this.thumbnails.get(neighbour.id), classes, () => { this.onGo(neighbour.id); }))}</ul>`;
  }

  private read(): void {
    const { root, run, sticker: { id } } = this;
    this.failure = null;
    this.reading.start((signal) => this.host.engine('explain/neighbours', { root, run, id, count }, signal), (nearest) => {
      this.nearest = nearest;
      this.thumbnails.show(nearest.neighbours.map((one) => one.id));
    }, (reason) => { this.failure = toFailure(reason); });
  }

  /** The training split and the sticker's own; what is there already is not computed again. */
  private compute(): void {
    const { run, sticker: { split } } = this;
    this.work.start(async (signal) => {
      for (const each of new Set<Split>(['train', split])) {
        this.computing = each;
        await this.host.engine('evaluation/compute', { run, split: each, checkpoint: 'best', again: false }, signal);
      }
    }, () => {
      this.computing = null;
      this.read();
    }, (reason) => {
      this.computing = null;
      this.failure = toFailure(reason);
    });
  }

  private cancel(): void {
    this.work.cancel();
    this.computing = null;
  }
}
