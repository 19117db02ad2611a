import { html, type TemplateResult } from 'lit';
import type { StickerView, View } from '../../extension/protocol/engine.ts';

const views: readonly { readonly view: View; readonly title: string; readonly asks: string }[] = [
  { view: 'intention', title: 'Intention', asks: 'what the sender means by it' },
  { view: 'style', title: 'Style', asks: 'how it is drawn' },
  { view: 'roles', title: 'Roles', asks: 'who is in it' },
  { view: 'details', title: 'Details', asks: 'what can be seen and read' },
];

/** The four descriptions the model reads; a missing one says so. */
export function descriptionCards({ descriptions }: Pick<StickerView, 'descriptions'>): TemplateResult {
  return html`<div class="description-cards">${views.map(({ view, title, asks }) => {
    const text = descriptions[view];
    return html`<section class="description-card" data-view=${view} aria-label=${title}>
      <h3>${title} <span class="muted">${asks}</span></h3>
      ${text ? html`<p class="own-lines">${text}</p>` : html`<p class="muted">Missing. The sticker's own text stands in for it in training.</p>`}
    </section>`;
  })}</div>`;
}
