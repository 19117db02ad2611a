import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { emptyState } from '../ui/emptyState.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { LightElement } from '../ui/lightElement.ts';
import type { DrawnHeat } from './attention/drawnHeat.ts';
import './attention/heatLayer.ts';

/** A picture on the page. */
export interface ShownPicture {
  readonly id: string;
  readonly url: string;
  /** Width to height. */
  readonly ratio: number;
}

interface Shown {
  readonly id: string;
  readonly url: string;
  readonly facts: string;
}

/** A sticker's picture as the trainer sees it, or why it cannot be shown. */
@customElement('sl-picture')
export class Picture extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @property() sticker = '';
  /** Lies over the picture, where it is of the same sticker. */
  @property({ attribute: false }) heat: DrawnHeat | null = null;
  /** Called once a picture is there, and with null where there is none. */
  @property({ attribute: false }) onShown: (picture: ShownPicture | null) => void = () => {};

  @state() private shown: Shown | null = null;
  @state() private ratio = 1;
  @state() private broken = '';
  @state() private failure: RequestFailure | null = null;
  private readonly task = new LatestTask();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.task.cancel();
    this.drop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sticker') || changed.has('root')) this.read();
  }

  protected override render(): TemplateResult {
    if (this.failure) return errorNotice(this.failure);
    if (this.broken !== '') return html`<div class="picture-frame">${emptyState(this.broken)}</div>`;
    const { shown, heat } = this;
    return html`<div class="picture-frame" aria-busy=${shown?.id === this.sticker ? 'false' : 'true'}>
      ${shown ? html`<img src=${shown.url} alt="Sticker ${shown.id}" data-testid="sticker-picture" data-picture=${shown.id} @load=${(event: Event) => { this.loaded(shown, event.target as HTMLImageElement); }}>` : nothing}
      ${heat && heat.sticker === shown?.id ? html`<sl-heat .heat=${heat} .ratio=${this.ratio}></sl-heat>` : nothing}
    </div>
    <p class="muted">${shown?.facts ?? ''}</p>`;
  }

  private read(): void {
    const { root, sticker: id } = this;
    this.task.start(
      (signal) => this.host.engine('picture/read', { root, id }, signal),
      ({ bytes, reason, width, height, format }) => {
        this.drop();
        this.failure = null;
        this.broken = bytes ? '' : reason ?? 'The picture cannot be shown.';
        if (!bytes) {
          this.onShown(null);
          return;
        }
        const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/webp' }));
        this.shown = { id, url, facts: `${width} × ${height} px, ${format.toUpperCase()}` };
      },
      (reason) => {
        this.failure = toFailure(reason);
        this.onShown(null);
      },
    );
  }

  private loaded({ id, url }: Shown, { naturalWidth, naturalHeight }: HTMLImageElement): void {
    this.ratio = naturalWidth / naturalHeight;
    this.onShown({ id, url, ratio: this.ratio });
  }

  private drop(): void {
    if (this.shown) URL.revokeObjectURL(this.shown.url);
    this.shown = null;
  }
}
