import type { DescriptionView, View } from '../../../extension/protocol/engine.ts';

export type ReviewedCard = Pick<DescriptionView, 'view' | 'state' | 'proposal'>;

/** Whether a person has yet to say something about it; the service counts by the same states. */
export const needsReview = ({ state, proposal }: Pick<ReviewedCard, 'state' | 'proposal'>): boolean =>
  proposal !== null || state === 'generated' || state === 'stale' || state === 'missing';

/**
 * The card to review after `from`: a later one, else an earlier one, but no earlier one that is missing. Such a card was passed over
 * for want of a text, and going back to it would never leave the sticker. null where there is none.
 */
export function nextCardToReview(cards: readonly ReviewedCard[], from: View | null): View | null {
  const position = cards.findIndex(({ view }) => view === from);
  const later = cards.slice(position + 1).find(needsReview);
  const earlier = cards.slice(0, Math.max(0, position)).find((card) => needsReview(card) && (card.state !== 'missing' || card.proposal !== null));
  return (later ?? earlier)?.view ?? null;
}

/** The card `steps` further on, around the ends; the first or last one where none has the focus. */
export function cardBeside(cards: readonly Pick<ReviewedCard, 'view'>[], from: View | null, steps: 1 | -1): View | null {
  const position = cards.findIndex(({ view }) => view === from);
  if (position < 0) return cards.at(steps > 0 ? 0 : -1)?.view ?? null;
  return cards.at((position + steps) % cards.length)?.view ?? null;
}
