import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { StickerView, View } from '../../../extension/protocol/engine.ts';
import type { Host } from '../../host/host.ts';
import { views, viewTitles } from '../../ui/descriptionWords.ts';
import { errorNotice } from '../../ui/errorNotice.ts';
import { button, dropdown, textArea, waiting } from '../../ui/kit.ts';
import { LightElement } from '../../ui/lightElement.ts';
import { probabilityBars } from '../probabilityBars.ts';
import { Probe } from './probe.ts';

const viewOptions = views.map((view) => ({ value: view, label: viewTitles[view] }));

/** The four texts, to be changed, blanked and swapped, and how the probabilities move. */
@customElement('sl-probe')
export class ProbePanel extends LightElement {
  @property({ attribute: false }) host!: Host;
  @property() root = '';
  @property() run = '';
  @property({ attribute: false }) sticker!: StickerView;
  @property({ attribute: false }) classes: readonly string[] = [];
  /** Called with a text that a person wants the sticker to have. */
  @property({ attribute: false }) onTake: (view: View, text: string) => void = () => {};
  @state() private swapped: readonly [View, View] = ['intention', 'style'];
  private probe!: Probe;

  override connectedCallback(): void {
    super.connectedCallback();
    this.probe = new Probe(this.host, () => { this.requestUpdate(); });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.probe.stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('sticker') || changed.has('run') || changed.has('root')) this.probe.show(this.root, this.run, this.sticker);
  }

  protected override render(): TemplateResult {
    const { probe } = this;
    return html`<div data-testid="probe">
      <div class="description-cards">${views.map((view) => this.card(view))}</div>
      ${this.tools()}
      ${probe.failure ? errorNotice(probe.failure, button({ label: 'Try Again', onClick: () => { probe.ask(); } })) : nothing}
      ${this.answer()}
    </div>`;
  }

  private card(view: View): TemplateResult {
    const { probe } = this;
    const title = viewTitles[view];
    return html`<section class="description-card" data-probe=${view} data-changed=${probe.isChanged(view)} aria-label="Probe: ${title}">
      <h3>${title} ${probe.isChanged(view) ? html`<span class="muted">changed here</span>` : nothing}</h3>
      ${textArea({
        label: `Probe: ${title}`, value: probe.texts[view], testId: 'probe-text', onBlur: () => {}, onInput: (text) => { probe.input(view, text); },
        placeholder: 'Blank. The sticker\'s own text stands in for it.',
      })}
      <div class="toolbar card-actions" role="group" aria-label="Probe ${title}: actions">
        ${button({ label: 'Blank', title: `Blank ${title}`, disabled: probe.texts[view] === '', testId: 'probe-blank', onClick: () => { probe.blank(view); } })}
        ${button({ label: 'Restore', title: `Restore ${title}`, disabled: !probe.isChanged(view), testId: 'probe-restore', onClick: () => { probe.restore(view); } })}
        ${button({ label: 'Take Over', title: `Take Over: make this the sticker's ${title}`, disabled: !probe.isChanged(view), testId: 'probe-take', onClick: () => { this.onTake(view, probe.texts[view]); } })}
      </div>
    </section>`;
  }

  private tools(): TemplateResult {
    const { probe, swapped: [one, other] } = this;
    return html`<div class="toolbar probe-tools">
      ${dropdown({ label: 'View to swap', value: one, options: viewOptions, testId: 'swap-one', onChange: (value) => { this.swapped = [value as View, other]; } })}
      ${dropdown({ label: 'View to swap it with', value: other, options: viewOptions, testId: 'swap-other', onChange: (value) => { this.swapped = [one, value as View]; } })}
      ${button({ label: 'Swap', title: `Swap the texts of ${viewTitles[one]} and ${viewTitles[other]}`, disabled: one === other, testId: 'probe-swap', onClick: () => { probe.swap(one, other); } })}
      ${button({ label: 'Restore All', disabled: !views.some((view) => probe.isChanged(view)), testId: 'probe-restore-all', onClick: () => { probe.restoreAll(); } })}
    </div>`;
  }

  private answer(): TemplateResult | typeof nothing {
    const { probe, sticker, classes } = this;
    const { answer } = probe;
    if (!answer) return probe.failure ? nothing : waiting('Asking the model; the first time, it is loaded too');
    const isStored = sticker.probabilities?.length === answer.classes.length;
    const before = isStored ? sticker.probabilities : probe.ownAnswer?.probabilities ?? null;
    const against = isStored ? 'the run\'s stored prediction' : 'the answer to the sticker\'s own texts';
    return html`<p class="muted" role="status" aria-busy=${probe.isAsking ? 'true' : 'false'} data-testid="probe-time">Answered in ${Math.round(probe.took)} ms, the model itself in ${Math.round(answer.milliseconds)} ms.
        ${before ? `Changes are against ${against}.` : nothing}</p>
      <div data-testid="probe-bars">${probabilityBars(answer.probabilities, sticker.label === null ? null : classes[sticker.label], answer.classes, classes, before)}</div>`;
  }
}
