import type { DescriptionView, View } from '../../../extension/protocol/engine.ts';
import type { DraftJournal } from '../../drafts/draftJournal.ts';
import { leftBehind, readDescription } from '../../drafts/leftBehind.ts';
import type { Host } from '../../host/host.ts';
import { Draft } from './draft.ts';

interface DraftEntry {
  readonly root: string;
  readonly id: string;
  readonly view: View;
  readonly draft: Draft;
}

/** Everything typed on the board that is on its way into the store, of the shown sticker and of those left behind. */
export class Drafts {
  private readonly host: Pick<Host, 'engine'>;
  private readonly journal: DraftJournal;
  private readonly changed: () => void;
  private readonly stored: () => void;
  private readonly entries = new Map<string, DraftEntry>();

  /** `changed`: a draft looks different; `stored`: one has reached the store. */
  constructor(host: Pick<Host, 'engine'>, journal: DraftJournal, changed: () => void, stored: () => void) {
    this.host = host;
    this.journal = journal;
    this.changed = changed;
    this.stored = stored;
  }

  /** The sticker's cards as just read: each goes to its draft. */
  offer(root: string, id: string, views: readonly DescriptionView[]): void {
    for (const view of views) {
      const entry = this.entries.get(keyOf(root, id, view.view));
      if (entry) entry.draft.offer(view);
      else this.add(root, id, view.view, view);
    }
  }

  of(root: string, id: string, view: View): Draft | undefined {
    return this.entries.get(keyOf(root, id, view))?.draft;
  }

  /** Saves all there is; resolves once it is stored, or cannot be. */
  async save(): Promise<void> {
    await Promise.all([...this.entries.values()].map(({ draft }) => draft.endTyping()));
  }

  /** The board shows another sticker: this one's texts are saved, and kept in mind until they are. */
  async leave(root: string, id: string): Promise<void> {
    const left = [...this.entries.values()].filter((entry) => entry.root === root && entry.id === id);
    await Promise.all(left.map(({ draft }) => draft.endTyping()));
    this.changed();
  }

  /** Forgets what is safe in the store, but for the shown sticker. */
  forgetSettled(root: string, id: string): void {
    for (const [key, entry] of this.entries) if (entry.draft.settled && (entry.root !== root || entry.id !== id)) this.entries.delete(key);
  }

  /** Stickers other than this one whose text could not be stored, or waits for a person's choice. */
  troubled(root: string, id: string): string[] {
    const inTrouble = [...this.entries.values()].filter((entry) => entry.root === root && entry.id !== id && (entry.draft.conflict !== null || entry.draft.failure !== null));
    return [...new Set(inTrouble.map((entry) => entry.id))];
  }

  /** Takes up what a window closed in the middle of typing left behind. Stickers that cannot be read keep theirs in the journal. */
  async recover(root: string): Promise<void> {
    for await (const { unsaved: { id, view, text, version }, present } of leftBehind(this.host, this.journal, root)) {
      if (this.of(root, id, view)?.dirty) continue;
      this.entries.delete(keyOf(root, id, view));
      const draft = this.add(root, id, view, { text: present.text, version });
      draft.input(text);
      await draft.endTyping();
    }
  }

  stop(): void {
    for (const { draft } of this.entries.values()) draft.stop();
  }

  private add(root: string, id: string, view: View, from: { readonly text: string; readonly version: number }): Draft {
    const place = { root, id, view };
    const draft = new Draft({
      view,
      change: (change, title, continues) => this.host.engine('descriptions/change', { root, changes: [{ id, view, ...change }], title, continues }),
      read: () => readDescription(this.host, place),
      journal: (unsaved) => { if (unsaved) this.journal.put({ ...place, ...unsaved }); else this.journal.remove(place); },
      changed: this.changed,
      stored: this.stored,
    }, from);
    this.entries.set(keyOf(root, id, view), { ...place, draft });
    return draft;
  }
}

const keyOf = (root: string, id: string, view: View): string => JSON.stringify([root, id, view]);
