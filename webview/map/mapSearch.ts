import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
import type { Host } from '../host/host.ts';
import { LatestTask } from '../host/latestTask.ts';
import { errorNotice } from '../ui/errorNotice.ts';
import { toFailure } from '../ui/failure.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { textField } from '../ui/kit.ts';
import { LightElement } from '../ui/lightElement.ts';

/** Milliseconds after the last key. */
const pause = 200;

/** Words that stickers of the map are looked for by; it marks them and never changes the selection. */
@customElement('sl-map-search')
export class MapSearch extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  /** Ids of the stickers on the map. */
  @property({ attribute: false }) present: readonly string[] = [];
  /** Null where nothing is searched for. */
  @property({ attribute: false }) onFound: (found: ReadonlySet<string> | null) => void = () => {};

  @state() private words = '';
  @state() private found: ReadonlySet<string> | null = null;
  @state() private failure: RequestFailure | null = null;
  private here = 0;
  private readonly task = new LatestTask();
  private timer: number | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearTimeout(this.timer);
    this.task.cancel();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { found } = this;
    if (changed.has('found') || changed.has('present')) this.here = found ? this.present.reduce((sum, id) => sum + Number(found.has(id)), 0) : 0;
  }

  protected override render(): TemplateResult {
    return html`${textField({ label: 'Search on the map', placeholder: 'Search on the map', testId: 'map-search', value: this.words, onInput: (words) => { this.search(words); } })}
      <span role="status" class="muted" data-testid="map-found">${this.found ? `${formatCount(this.here)} of ${formatCount(this.present.length)} found` : ''}</span>
      ${this.failure ? errorNotice(this.failure) : nothing}`;
  }

  private search(words: string): void {
    this.words = words;
    window.clearTimeout(this.timer);
    this.task.cancel();
    this.timer = window.setTimeout(() => { this.read(); }, pause);
  }

  private read(): void {
    this.failure = null;
    if (this.words.trim() === '') {
      this.end(null);
      return;
    }
    this.task.start((signal) => this.host.engine('gallery/ids', { root: this.root, filter: { search: this.words } }, signal),
      ({ ids }) => { this.end(new Set(ids)); }, (reason) => { this.end(null); this.failure = toFailure(reason); });
  }

  private end(found: ReadonlySet<string> | null): void {
    this.found = found;
    this.onFound(found);
  }
}
