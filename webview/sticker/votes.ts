import { html, nothing, type TemplateResult } from 'lit';
import { emotionChip } from '../ui/emotionChip.ts';
import { agreement } from './agreement.ts';

/** What each annotator chose, and how far they agree; nothing where the dataset has no votes. */
export function voteList(votes: readonly number[], classes: readonly string[]): TemplateResult | typeof nothing {
  if (votes.length === 0) return nothing;
  return html`<dt>Votes</dt><dd data-testid="votes">
    <span class="toolbar">${votes.map((vote, annotator) => html`<span title="annotator ${annotator + 1}">${emotionChip(vote, classes)}</span>`)}
    ${votes.length > 1 ? html`<span class="muted">${agreement(votes)}</span>` : nothing}</span>
  </dd>`;
}
