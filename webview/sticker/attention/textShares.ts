import { html, nothing, type TemplateResult } from 'lit';
import type { ExplanationView } from '../../../extension/protocol/engine.ts';
import { viewTitles } from '../../ui/descriptionWords.ts';
import { formatPercent } from '../../ui/formatNumber.ts';

type Texts = ExplanationView['texts'];

const nameOf = ({ view, stage }: Texts[number]): string => `${view === 'all' ? 'all texts' : viewTitles[view]} (stage ${stage})`;

/** The share of TGFA's attention on each text as a bar, and beside it that of what it is compared with, where that gives its stages the same views. */
export function textShares(own: Texts, other: Texts | null, titles: readonly [string, string]): TemplateResult {
  if (own.length === 0) return html`<p class="muted">This model has no text step in TGFA.</p>`;
  const isAlike = other?.length === own.length && other.every(({ view }, index) => view === own[index].view);
  return html`<table class="text-shares" data-testid="text-shares">
    <caption>Share of TGFA's attention on each text</caption>
    ${isAlike ? html`<thead><tr><td></td>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>` : nothing}
    <tbody>${own.map((text, index) => html`<tr>
      <th scope="row">${nameOf(text)}</th>
      <td>${bar(text.share)}</td>
      ${isAlike ? html`<td>${bar(other[index].share)}</td>` : nothing}
    </tr>`)}</tbody>
  </table>`;
}

const bar = (share: number): TemplateResult => html`<span class="share"><span class="probability-track" aria-hidden="true"><span class="probability-bar share-bar" style="width:${(share * 100).toFixed(1)}%"></span></span>
  <span class="probability-value">${formatPercent(share)}</span></span>`;
