import type { NotificationType } from 'vscode-messenger-common';
import type { View } from './engine.ts';

/** What a key bound in VS Code does on the board; the card meant is the one that has the focus, else the first to review. */
export type BoardCommand =
  | 'nextCard' | 'previousCard' | 'edit' | 'accept' | 'acceptAndNext' | 'reject' | 'regenerate'
  | 'takeProposal' | 'dropProposal' | 'showDifference' | 'showHistory' | 'nextToReview' | 'undo' | 'redo';

/** Host to the panel the person is in. */
export const boardCommand: NotificationType<{ command: BoardCommand }> = { method: 'board/command' };

/** Host to every panel of the dataset: texts or states changed; `ids` null: too many to name. */
export const descriptionsDidChange: NotificationType<{ root: string; ids: readonly string[] | null }> = { method: 'descriptions/didChange' };

/** Host to every panel of the dataset: a regeneration's text so far. */
export const descriptionsDidStream: NotificationType<{ root: string; id: string; view: View; text: string }> = { method: 'descriptions/didStream' };
