import type { DescriptionView, HistoryEntry, StickerFilter, View } from '../../../extension/protocol/engine.ts';
import { selection } from '../../../extension/protocol/events.ts';
import type { RequestFailure } from '../../../extension/protocol/failure.ts';
import type { DraftJournal } from '../../drafts/draftJournal.ts';
import type { Host } from '../../host/host.ts';
import { LatestTask } from '../../host/latestTask.ts';
import { toFailure } from '../../ui/failure.ts';
import { BoardActs, type ActedBoard } from './boardActs.ts';
import { nextCardToReview } from './cardOrder.ts';
import { Drafts } from './drafts.ts';
import { Regenerations } from './regenerations.ts';

/** Milliseconds over which changes are read together. */
const gathering = 100;
/** Milliseconds between two counts of what is left to review while a batch is writing. */
const recount = 1000;
/** Milliseconds after which cards can be typed into again where the panel did not come to the sticker it was sent to. */
const longestMove = 2000;

/** What else a card shows below its text. */
export type CardPart = 'difference' | 'history';

/** Where the board is drawn. */
export interface BoardPage {
  changed(): void;
  focusCard(view: View): void;
}

/** A sticker's four cards as they are known, and where the person is among them. The cards of the sticker before stay until the next ones are read. */
export class Board implements ActedBoard {
  readonly host: Pick<Host, 'engine' | 'tell'>;
  readonly drafts: Drafts;
  readonly regenerations: Regenerations;
  readonly acts: BoardActs;
  readonly opened = new Map<View, CardPart>();
  readonly histories = new Map<View, readonly HistoryEntry[] | { readonly failure: RequestFailure }>();
  filter: StickerFilter = {};
  failure: RequestFailure | null = null;
  message = '';
  /** Stickers left to review; null while that is not known. */
  left: number | null = null;
  private shown: { readonly root: string; readonly id: string; readonly cards: readonly DescriptionView[] } | null = null;
  private wanted: { readonly root: string; readonly id: string } = { root: '', id: '' };
  private move: { readonly id: string; readonly focus: View | 'review' } | null = null;
  private queue: Promise<void> = Promise.resolve();
  private readonly page: BoardPage;
  private readonly reading = new LatestTask();
  private readonly counting = new LatestTask();
  private readonly timers: { read?: ReturnType<typeof setTimeout>; count?: ReturnType<typeof setTimeout>; move?: ReturnType<typeof setTimeout> } = {};

  constructor(host: Pick<Host, 'engine' | 'tell'>, journal: DraftJournal, page: BoardPage) {
    this.host = host;
    this.page = page;
    this.drafts = new Drafts(host, journal, () => { page.changed(); }, () => { this.readSoon(); });
    this.regenerations = new Regenerations(host, (place) => {
      if (!this.regenerations.of(place)) this.readSoon();
      page.changed();
    });
    this.acts = new BoardActs(this);
  }

  get root(): string { return this.wanted.root; }
  get id(): string { return this.shown?.id ?? this.wanted.id; }
  get cards(): readonly DescriptionView[] { return this.shown?.cards ?? []; }

  /** Between two stickers: nothing can be typed, and no act begins. */
  get locked(): boolean {
    return this.move !== null || this.shown?.id !== this.wanted.id || this.shown.root !== this.wanted.root;
  }

  /** The panel shows this sticker now, or once more. */
  show(root: string, id: string, filter: StickerFilter): void {
    const before = this.wanted;
    this.wanted = { root, id };
    this.filter = filter;
    if (before.id !== id || before.root !== root) void this.drafts.leave(before.root, before.id);
    if (before.root !== root) void this.drafts.recover(root).finally(() => { this.page.changed(); });
    this.readAgain();
  }

  /** Does one act after another. One that begins between two stickers would meet a text nobody has seen, and is left out. */
  run(act: () => Promise<unknown>): Promise<void> {
    this.queue = this.queue.then(async () => {
      if (this.locked) return;
      [this.message, this.failure] = ['', null];
      try {
        await act();
      } catch (reason) {
        this.failure = toFailure(reason);
      }
      this.page.changed();
    });
    return this.queue;
  }

  focusCard(view: View): void {
    this.page.focusCard(view);
  }

  goTo(id: string, focus: View | 'review'): void {
    this.move = { id, focus };
    if (id === this.shown?.id) {
      this.arrive();
      return;
    }
    clearTimeout(this.timers.move);
    this.timers.move = setTimeout(() => {
      this.move = null;
      this.page.changed();
    }, longestMove);
    this.host.tell(selection, { root: this.root, ids: [id] });
    this.page.changed();
  }

  say(message: string): void {
    this.message = message;
    this.page.changed();
  }

  counted(left: number): void {
    this.left = left;
    this.page.changed();
  }

  became(view: View, now: Partial<Pick<DescriptionView, 'state' | 'proposal'>>): void {
    if (this.shown) this.shown = { ...this.shown, cards: this.shown.cards.map((card) => (card.view === view ? { ...card, ...now } : card)) };
    this.page.changed();
  }

  /** Texts changed, here or elsewhere; null: any of them. */
  heardOf(root: string, ids: readonly string[] | null): void {
    if (root !== this.root) return;
    if (ids === null || ids.includes(this.wanted.id)) this.readSoon();
    this.timers.count ??= setTimeout(() => { this.count(); }, recount);
  }

  open(view: View, part: CardPart): void {
    if (this.opened.get(view) === part) this.opened.delete(view);
    else this.opened.set(view, part);
    if (this.opened.get(view) === 'history') void this.readHistory(view);
    this.page.changed();
  }

  readSoon(): void {
    this.timers.read ??= setTimeout(() => { this.readAgain(); }, gathering);
  }

  readAgain(): void {
    clearTimeout(this.timers.read);
    delete this.timers.read;
    const { root, id } = this.wanted;
    this.reading.start(
      (signal) => this.host.engine('descriptions/read', { root, id }, signal),
      (cards) => { this.arrived(root, id, cards); },
      (reason) => {
        if (this.shown?.id !== id) this.shown = null;
        this.failure = toFailure(reason);
        this.page.changed();
      },
    );
  }

  /** Saves what is typed; what cannot be saved any more waits in the journal. */
  stop(): void {
    void this.drafts.save();
    this.drafts.stop();
    this.reading.cancel();
    this.counting.cancel();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }

  private arrived(root: string, id: string, cards: readonly DescriptionView[]): void {
    if (this.shown?.id !== id || this.shown.root !== root) {
      this.opened.clear();
      this.histories.clear();
      this.failure = null;
    }
    this.shown = { root, id, cards };
    this.drafts.offer(root, id, cards);
    this.drafts.forgetSettled(root, id);
    for (const { view, writing } of cards) this.regenerations.confirm({ root, id, view }, writing);
    for (const [view, part] of this.opened) if (part === 'history') void this.readHistory(view);
    this.page.changed();
    if (this.move?.id === id) this.arrive();
    this.count();
  }

  private arrive(): void {
    const focus = this.move!.focus === 'review' ? nextCardToReview(this.cards, null) : this.move!.focus;
    this.move = null;
    clearTimeout(this.timers.move);
    this.page.changed();
    if (focus) this.page.focusCard(focus);
  }

  private count(): void {
    clearTimeout(this.timers.count);
    delete this.timers.count;
    const { root, filter, wanted: { id } } = this;
    this.counting.start((signal) => this.host.engine('descriptions/nextToReview', { root, filter, id }, signal), ({ left }) => { this.counted(left); }, () => { this.left = null; });
  }

  private async readHistory(view: View): Promise<void> {
    const { root, id } = this;
    const read = await this.host.engine('descriptions/history', { root, id, view }).catch((reason: unknown) => ({ failure: toFailure(reason) }));
    if (id !== this.id) return;
    this.histories.set(view, read);
    this.page.changed();
  }
}
