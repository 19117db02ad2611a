import { expect, test } from 'vitest';
import type { ProposalView, ShownState, View } from '../../../../extension/protocol/engine.ts';
import { cardBeside, needsReview, nextCardToReview, type ReviewedCard } from '../../../../webview/sticker/board/cardOrder.ts';

const views: readonly View[] = ['intention', 'style', 'roles', 'details'];
const cards = (...states: ShownState[]): ReviewedCard[] => states.map((state, index) => ({ view: views[index], state, proposal: null }));
const proposal = { text: 'New', generation: {} } as ProposalView;

test('generated, stale, missing and proposed texts need a review; what a person or the dataset said does not', () => {
  const reviewed = (['missing', 'given', 'generated', 'edited', 'accepted', 'rejected', 'stale'] as const).filter((state) => needsReview({ state, proposal: null }));
  expect(reviewed).toEqual(['missing', 'generated', 'stale']);
  expect(needsReview({ state: 'accepted', proposal })).toBe(true);
});

test('the next card to review is a later one, else an earlier one', () => {
  const some = cards('generated', 'accepted', 'stale', 'given');
  expect(nextCardToReview(some, null)).toBe('intention');
  expect(nextCardToReview(some, 'intention')).toBe('roles');
  expect(nextCardToReview(some, 'details')).toBe('intention');
  expect(nextCardToReview(cards('generated', 'accepted', 'accepted', 'given'), 'intention')).toBe(null);
});

test('going on from card to card leaves a sticker whose texts are missing', () => {
  const missing = cards('missing', 'missing', 'missing', 'missing');
  const walked: View[] = [];
  for (let at = nextCardToReview(missing, null); at !== null; at = nextCardToReview(missing, at)) walked.push(at);
  expect(walked).toEqual(views);
  const proposed = missing.with(0, { ...missing[0], proposal });
  expect(nextCardToReview(proposed, 'details')).toBe('intention');
});

test('the card beside goes around the ends', () => {
  const all = cards('given', 'given', 'given', 'given');
  expect(cardBeside(all, 'intention', 1)).toBe('style');
  expect(cardBeside(all, 'details', 1)).toBe('intention');
  expect(cardBeside(all, 'intention', -1)).toBe('details');
  expect(cardBeside(all, null, 1)).toBe('intention');
  expect(cardBeside(all, null, -1)).toBe('details');
  expect(cardBeside([], null, 1)).toBe(null);
});
