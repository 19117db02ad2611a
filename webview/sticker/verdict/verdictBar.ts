import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Verdict } from '../../../extension/protocol/engine.ts';
import { verdictDidChange } from '../../../extension/protocol/events.ts';
import type { RequestFailure } from '../../../extension/protocol/failure.ts';
import type { Host } from '../../host/host.ts';
import { LatestTask } from '../../host/latestTask.ts';
import { errorNotice } from '../../ui/errorNotice.ts';
import { toFailure } from '../../ui/failure.ts';
import { button } from '../../ui/kit.ts';
import { LightElement } from '../../ui/lightElement.ts';
import { toggleGroup } from '../../ui/toggleGroup.ts';
import { verdictMeanings, verdicts, verdictTitles } from '../../ui/verdictWords.ts';
import { listenToKeys } from '../keys.ts';

/** Milliseconds after which keys count again where the panel did not come to the next sticker. */
const longestMove = 2000;

/** What a person finds a mistake to come from: a key each, and on to the next sticker. */
@customElement('sl-verdict')
export class VerdictBar extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @property() sticker = '';
  @property() run = '';
  /** Called after a verdict; false where there is no next sticker. */
  @property({ attribute: false }) onNext: () => Promise<boolean> = () => Promise.resolve(false);
  @state() private given: ReadonlyMap<string, Verdict> | null = null;
  @state() private failure: RequestFailure | null = null;
  /** Said of the sticker that it is about. */
  @state() private message = { id: '', text: '' };
  private isGiving = false;
  private movingUntil = 0;
  private readonly reading = new LatestTask();
  private readonly stop: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop.push(
      listenToKeys((event) => { this.pressed(event); }),
      this.host.listen(verdictDidChange, ({ root }) => { if (root === this.root) this.read(); }),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stop.splice(0)) stop();
    this.reading.cancel();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sticker')) this.movingUntil = 0;
    if (!changed.has('root')) return;
    this.given = null;
    this.read();
  }

  protected override render(): TemplateResult {
    const present = this.given?.get(this.sticker);
    return html`<h2>Verdict</h2>
      ${toggleGroup({
        label: 'Verdict', testId: 'verdict', chosen: present ? [present] : [],
        options: verdicts.map((verdict, index) => ({ value: verdict, label: `${index + 1} ${verdictTitles[verdict]}`, title: verdictMeanings[verdict] })),
        onToggle: (verdict) => void this.give(verdict, true),
      })}
      <p class="muted" role="status" data-testid="verdict-status">${this.message.id === this.sticker && this.message.text !== '' ? this.message.text : 'Keys 1 to 4. The same again takes it back; with Shift the panel stays.'}</p>
      ${this.failure ? errorNotice(this.failure, button({ label: 'Read Again', onClick: () => { this.read(); } })) : nothing}`;
  }

  private pressed(event: KeyboardEvent): void {
    // The key's place, as Shift makes a sign of the digit, and some keyboards have digits on Shift alone.
    const verdict = verdicts[Number(/^(?:Digit|Numpad)([1-4])$/.exec(event.code)?.[1]) - 1];
    if (!verdict) return;
    event.preventDefault();
    if (!event.repeat) void this.give(verdict, !event.shiftKey);
  }

  /** Between two stickers nothing is given: it would meet the one that is left. */
  private async give(verdict: Verdict, goesOn: boolean): Promise<void> {
    const { root, sticker: id, run, given } = this;
    if (!given || this.isGiving || performance.now() < this.movingUntil) return;
    const isTakenBack = given.get(id) === verdict;
    this.isGiving = true;
    try {
      await this.host.engine('verdict/give', { root, id, verdict: isTakenBack ? null : verdict, run });
      this.failure = null;
      const now = new Map(this.given);
      if (isTakenBack) now.delete(id);
      else now.set(id, verdict);
      this.given = now;
      const isLeft = goesOn && !isTakenBack && id === this.sticker && await this.onNext();
      if (isLeft && id === this.sticker) this.movingUntil = performance.now() + longestMove;
      this.message = { id, text: isTakenBack ? 'Taken back.' : goesOn && !isLeft ? `${verdictTitles[verdict].replace(/^./, (first) => first.toUpperCase())}. There is no next sticker.` : '' };
    } catch (reason) {
      this.failure = toFailure(reason);
    } finally {
      this.isGiving = false;
    }
  }

  private read(): void {
    const { root } = this;
    this.failure = null;
    this.reading.start((signal) => this.host.engine('verdict/list', { root }, signal),
      (records) => { this.given = new Map(records.flatMap(({ id, verdict }) => (verdict ? [[id, verdict]] : []))); }, (reason) => { this.failure = toFailure(reason); });
  }
}
