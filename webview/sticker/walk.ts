import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../ui/formatNumber.ts';
import { button } from '../ui/kit.ts';
import type { Neighbours } from './neighbours.ts';

export interface WalkConfig {
  /** Null while they are looked for. */
  readonly neighbours: Neighbours | null;
  /** The sticker of the walk that a person came from, where the present one is not of it. */
  readonly cameFrom: string | null;
  /** Where the walk's stickers come from, '' where no reason is given. */
  readonly reason: string;
  readonly onGo: (id: string) => void;
}

/** Where the sticker stands among those that are walked through, and the ways on. */
export function walk({ neighbours, cameFrom, reason, onGo }: WalkConfig): TemplateResult {
  const where = !neighbours ? '' : neighbours.position < 0 ? 'not in the gallery\'s present filter' : `${formatCount(neighbours.position + 1)} of ${formatCount(neighbours.total)}`;
  const go = (id: string | null | undefined): void => { if (id) onGo(id); };
  return html`<div class="toolbar" role="group" aria-label="Neighbours">
    ${reason === '' ? nothing : html`<span class="muted" data-testid="walk-reason">${reason}</span>`}
    ${cameFrom !== null && neighbours && neighbours.position < 0 ? button({ label: 'Back', title: `Back to ${cameFrom}`, testId: 'sticker-back', onClick: () => { go(cameFrom); } }) : nothing}
    ${button({ label: '←', title: 'Previous sticker (Left Arrow)', disabled: !neighbours?.previous, testId: 'sticker-previous', onClick: () => { go(neighbours?.previous); } })}
    <span data-testid="sticker-position" role="status">${where}</span>
    ${button({ label: '→', title: 'Next sticker (Right Arrow)', disabled: !neighbours?.next, testId: 'sticker-next', onClick: () => { go(neighbours?.next); } })}
  </div>`;
}
