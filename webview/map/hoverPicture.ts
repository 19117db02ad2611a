import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { LightElement } from '../ui/lightElement.ts';

/** Milliseconds the pointer rests before the picture is read. */
const delay = 120;

/** A sticker of a map and where it is, px. */
export interface Hovered {
  readonly id: string;
  readonly facts: string;
  readonly left: number;
  readonly top: number;
  /** On which side of the point there is room. */
  readonly before: boolean;
  readonly above: boolean;
}

/** What is said of the sticker under the pointer at once, and its picture once the pointer rests. */
@customElement('sl-hover-picture')
export class HoverPicture extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @state() private hovered: Hovered | null = null;
  @state() private url: string | null = null;
  private readonly task = new LatestTask();
  private timer: number | undefined;

  show(hovered: Hovered | null): void {
    window.clearTimeout(this.timer);
    this.task.cancel();
    this.drop();
    this.hovered = hovered;
    if (hovered) this.timer = window.setTimeout(() => { this.read(hovered.id); }, delay);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.show(null);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.hovered) return nothing;
    const { id, facts, left, top, before, above } = this.hovered;
    return html`<div class="hover-sticker" data-testid="hover-sticker" style="left:${left}px;top:${top}px" ?data-before=${before} ?data-above=${above}>
      ${this.url === null ? nothing : html`<img src=${this.url} alt="" class="hover-picture">`}
      <div>${id}</div><div>${facts}</div>
    </div>`;
  }

  private read(id: string): void {
    this.task.start(
      (signal) => this.host.engine('thumbnail/read', { root: this.root, ids: [id], size: 128 }, signal),
      ({ thumbnails: [thumbnail] }) => {
        if (thumbnail?.bytes) this.url = URL.createObjectURL(new Blob([thumbnail.bytes as Uint8Array<ArrayBuffer>], { type: 'image/webp' }));
      },
      // The gallery says why a picture cannot be shown; here it is an extra.
      () => {},
    );
  }

  private drop(): void {
    if (this.url !== null) URL.revokeObjectURL(this.url);
    this.url = null;
  }
}
