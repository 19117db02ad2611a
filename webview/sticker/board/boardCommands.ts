import type { BoardCommand } from '../../../extension/protocol/board.ts';
import type { View } from '../../../extension/protocol/engine.ts';
import type { Board } from './board.ts';
import { cardBeside, nextCardToReview } from './cardOrder.ts';

/** Does what a key bound in VS Code says. `focused`: the card that has the focus; without one, the first to review is meant. */
export function runBoardCommand(board: Board, command: BoardCommand, focused: View | null): void {
  const meant = focused ?? nextCardToReview(board.cards, null);
  const card = board.cards.find(({ view }) => view === meant) ?? board.cards[0];
  if (!card) return;
  const { acts } = board;
  const run = (act: () => Promise<unknown>): void => void board.run(act);
  const focus = (view: View | null): void => { if (view) board.focusCard(view); };
  switch (command) {
    case 'nextCard': return focus(cardBeside(board.cards, focused, 1));
    case 'previousCard': return focus(cardBeside(board.cards, focused, -1));
    case 'edit': return focus(card.view);
    case 'accept': return run(() => acts.accept(card));
    case 'acceptAndNext': return run(() => acts.acceptAndNext(card));
    case 'reject': return run(() => acts.reject(card));
    case 'regenerate': return board.regenerations.start({ root: board.root, id: board.id, view: card.view });
    case 'takeProposal': return run(() => acts.resolve(card.view, true));
    case 'dropProposal': return run(() => acts.resolve(card.view, false));
    case 'showDifference': return board.open(card.view, 'difference');
    case 'showHistory': return board.open(card.view, 'history');
    case 'nextToReview': return run(() => acts.nextToReview(focused));
    case 'undo': return run(() => acts.undo('undo'));
    case 'redo': return run(() => acts.undo('redo'));
  }
}
