import { html, type TemplateResult } from 'lit';
import { difference, wordDifference } from '../../ui/wordDifference.ts';

/** The text with what the model had written struck out, and what a person wrote instead underlined. */
export function differenceText(generated: string, text: string): TemplateResult {
  const pieces = wordDifference(generated, text);
  if (pieces.every(({ kind }) => kind === 'same')) return html`<p class="muted" data-testid="difference">Word for word what the model wrote.</p>`;
  return html`<p class="difference" data-testid="difference">${difference(pieces)}</p>`;
}
