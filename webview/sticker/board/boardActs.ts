import type { DescriptionView, StickerFilter, UndoReport, View } from '../../../extension/protocol/engine.ts';
import type { Host } from '../../host/host.ts';
import { viewTitles } from '../../ui/descriptionWords.ts';
import { nextCardToReview } from './cardOrder.ts';
import type { Drafts } from './drafts.ts';

/** What the acts do their work on. */
export interface ActedBoard {
  readonly host: Pick<Host, 'engine'>;
  readonly root: string;
  /** The sticker whose cards are shown. */
  readonly id: string;
  readonly filter: StickerFilter;
  readonly cards: readonly DescriptionView[];
  readonly drafts: Drafts;
  focusCard(view: View): void;
  /** Shows another sticker, with the focus on this card, or on the first one to review. */
  goTo(id: string, focus: View | 'review'): void;
  say(message: string): void;
  /** How many stickers of the filter are left to review. */
  counted(left: number): void;
  /** What an act has made of a card, until it is read again: the next act may come before that. */
  became(view: View, now: Partial<Pick<DescriptionView, 'state' | 'proposal'>>): void;
  readAgain(): void;
}

/** What a person does on the board, beyond typing. Failures of the service are thrown. */
export class BoardActs {
  private readonly board: ActedBoard;

  constructor(board: ActedBoard) {
    this.board = board;
  }

  /** A proposal is meant where there is one, else the text. False where there is nothing to accept. */
  async accept(card: DescriptionView): Promise<boolean> {
    const { drafts, root, id } = this.board;
    if (card.proposal) return this.resolve(card.view, true);
    const draft = drafts.of(root, id, card.view);
    if (!draft || draft.text.trim() === '') {
      this.board.say(`${viewTitles[card.view]} has no text to accept.`);
      return false;
    }
    const isDone = (card.state === 'accepted' && !draft.dirty) || await draft.mark('accepted');
    if (isDone) this.board.became(card.view, { state: 'accepted' });
    this.board.readAgain();
    return isDone;
  }

  async reject(card: DescriptionView): Promise<void> {
    const { drafts, root, id } = this.board;
    if (card.proposal) await this.resolve(card.view, false);
    else if (drafts.of(root, id, card.view)?.text.trim()) await drafts.of(root, id, card.view)?.mark('rejected');
    this.board.readAgain();
  }

  /** The focus goes on at once within the sticker; to another one once the text is accepted. Stays where it could not be. */
  async acceptAndNext(card: DescriptionView): Promise<void> {
    const next = nextCardToReview(this.board.cards, card.view);
    if (next) this.board.focusCard(next);
    const isMissing = card.state === 'missing' && !card.proposal && !this.board.drafts.of(this.board.root, this.board.id, card.view)?.text.trim();
    const isDone = isMissing || await this.accept(card);
    if (!isDone) this.board.focusCard(card.view);
    else if (!next) await this.nextSticker();
  }

  async nextToReview(from: View | null): Promise<void> {
    const next = nextCardToReview(this.board.cards, from);
    if (next) this.board.focusCard(next);
    else await this.nextSticker();
  }

  async resolve(view: View, take: boolean): Promise<boolean> {
    const { host, root, id, drafts } = this.board;
    await drafts.of(root, id, view)?.endTyping();
    const { conflicts } = await host.engine('descriptions/resolve', { root, id, view, take });
    this.board.say(conflicts.length > 0 ? 'The text was changed meanwhile: look at it again.' : take ? 'New text taken.' : 'New text dropped.');
    this.board.became(view, take && conflicts.length === 0 ? { state: 'accepted', proposal: null } : { proposal: null });
    this.board.readAgain();
    return conflicts.length === 0;
  }

  /** Puts a text into a card as if it were typed there. */
  async type(view: View, text: string): Promise<void> {
    const { root, id, drafts } = this.board;
    const draft = drafts.of(root, id, view);
    draft?.input(text);
    await draft?.endTyping();
    this.board.readAgain();
  }

  async restore(view: View, version: number): Promise<void> {
    const { host, root, id, drafts } = this.board;
    await drafts.of(root, id, view)?.endTyping();
    await host.engine('descriptions/restore', { root, id, view, version });
    this.board.say(`${viewTitles[view]} is restored.`);
    this.board.readAgain();
  }

  /** Takes back the dataset's newest act, or does it again, and shows where: on another sticker too. */
  async undo(what: 'undo' | 'redo'): Promise<void> {
    const { host, root, id, drafts } = this.board;
    await drafts.save();
    // What the person sees as the newest act is no act yet, and the one before it is not meant.
    const unsaved = this.board.cards.find(({ view }) => drafts.of(root, id, view)?.dirty);
    if (unsaved) {
      this.board.say(`${viewTitles[unsaved.view]} is not saved yet, so there is no ${what}.`);
      return;
    }
    const report = await host.engine(`descriptions/${what}`, { root });
    if (!report) {
      this.board.say(`Nothing to ${what}.`);
      return;
    }
    this.board.say(`${what === 'undo' ? 'Undone' : 'Done again'}: ${undoneWhat(report)}`);
    const here = report.changed.find((each) => each.id === this.board.id);
    const first = here ?? report.changed[0];
    if (here) this.board.focusCard(here.view);
    else if (first) this.board.goTo(first.id, first.view);
    this.board.readAgain();
  }

  private async nextSticker(): Promise<void> {
    const { host, root, filter, id } = this.board;
    const next = await host.engine('descriptions/nextToReview', { root, filter, id });
    this.board.counted(next.left);
    if (next.id !== null) this.board.goTo(next.id, 'review');
  }
}

/** "Edit, Intention of pack/a.png" or "Replace "cat" with "dog", 12 texts; 1 changed since and left alone". */
export function undoneWhat({ title, changed, kept }: UndoReport): string {
  const [first] = changed;
  const where = changed.length === 0 ? '' : changed.length === 1 ? `, ${viewTitles[first.view]} of ${first.id}` : `, ${changed.length} texts`;
  return `${title}${where}${kept === 0 ? '' : `; ${kept} changed since and left alone`}`;
}
