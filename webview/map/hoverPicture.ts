import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { LightElement } from '../ui/lightElement.ts';

const delay = 120;

/** The picture of the sticker the pointer rests on; nothing while it moves. */
@customElement('sl-hover-picture')
export class HoverPicture extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @state() private url: string | null = null;
  private readonly task = new LatestTask();
  private timer: number | undefined;

  show(id: string | null): void {
    window.clearTimeout(this.timer);
    this.task.cancel();
    this.drop();
    if (id !== null) this.timer = window.setTimeout(() => { this.read(id); }, delay);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.show(null);
  }

  protected override render(): TemplateResult | typeof nothing {
    return this.url === null ? nothing : html`<img src=${this.url} alt="" class="hover-picture">`;
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
