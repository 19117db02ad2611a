import type { ChangeReport, DescriptionChange, DescriptionView, View } from '../../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../../extension/protocol/failure.ts';
import { toFailure } from '../../ui/failure.ts';

/** Milliseconds after the last key until what is typed is saved. */
const pause = 500;
/** Milliseconds until a failed save is tried again, doubled each time up to the longest. */
const firstRetry = 2000;
const longestRetry = 60_000;

/** Where a draft is kept, and who hears of it. */
export interface DraftPlace {
  readonly view: View;
  change(change: Omit<DescriptionChange, 'id' | 'view'>, title: string, continues: number | null): Promise<ChangeReport>;
  /** The description as it is stored now. */
  read(): Promise<DescriptionView>;
  /** Keeps what is not saved yet where a reloaded window finds it; null once it is saved. */
  journal(unsaved: { readonly text: string; readonly version: number } | null): void;
  changed(): void;
  /** A change has reached the store. */
  stored(): void;
}

/**
 * What a person types into one card, on its way into the store. Saves follow each other, never overlap, and each says which version it
 * is based on. Nothing that comes from outside replaces what is being typed.
 */
export class Draft {
  text: string;
  /** What another person wrote meanwhile; nothing is saved until a person has chosen. */
  conflict: Pick<DescriptionView, 'text' | 'who' | 'version'> | null = null;
  failure: RequestFailure | null = null;
  private readonly place: DraftPlace;
  private stored: string;
  private version: number;
  /** The act of this typing, once it was saved; null between two typings. */
  private step: number | null = null;
  private waiting = 0;
  private tries = 0;
  private queue: Promise<unknown> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(place: DraftPlace, from: { readonly text: string; readonly version: number }) {
    this.place = place;
    this.text = from.text;
    this.stored = from.text;
    this.version = from.version;
  }

  get dirty(): boolean {
    return this.text !== this.stored;
  }

  /** Nothing of it would be lost if it were forgotten. */
  get settled(): boolean {
    return !this.dirty && this.waiting === 0 && this.conflict === null;
  }

  input(text: string): void {
    this.text = text;
    this.keep();
    if (!this.conflict) this.saveAfter(pause);
    this.place.changed();
  }

  /** Resolves once what is typed is stored, or cannot be. */
  save(): Promise<void> {
    clearTimeout(this.timer);
    return this.enqueue(async () => void await this.sendText());
  }

  /** The same, and what is typed from then on is another act. */
  endTyping(): Promise<void> {
    clearTimeout(this.timer);
    return this.enqueue(async () => {
      await this.sendText();
      this.step = null;
    });
  }

  /** A person's word on the text, with what is typed saved first. False where it could not be stored. */
  mark(state: 'accepted' | 'rejected'): Promise<boolean> {
    clearTimeout(this.timer);
    return this.enqueue(async () => {
      const isStored = await this.sendText();
      this.step = null;
      const isMarked = isStored && await this.send({ state }, state === 'accepted' ? 'Accept' : 'Reject');
      // What is typed next is an act of its own, and until then nobody is typing.
      this.step = null;
      return isMarked;
    });
  }

  /** The description as just read. Taken over where nobody is typing; older than what is known, it is late and passed over. */
  offer(view: Pick<DescriptionView, 'text' | 'who' | 'version'>): void {
    const isNews = view.version > this.version || (view.version === 0 && this.version === 0);
    if (!isNews || this.waiting > 0) return;
    // Unsaved text waits for its save: the store knows whether the other one may be written over.
    if (this.conflict || (this.step !== null && !this.dirty)) this.disagree(view);
    else if (!this.dirty) this.adopt(view);
  }

  keepMine(): Promise<void> {
    const theirs = this.conflict;
    if (!theirs) return this.save();
    this.version = theirs.version;
    this.stored = theirs.text;
    this.conflict = null;
    this.step = null;
    return this.save();
  }

  takeTheirs(): void {
    if (this.conflict) this.adopt(this.conflict);
    this.place.changed();
  }

  /** Saves no more by itself, also where a save under way fails; the journal keeps what is left. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private saveAfter(milliseconds: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => void this.save(), milliseconds);
  }

  private enqueue<T>(task: () => Promise<T>): Promise<T> {
    this.waiting += 1;
    const done = this.queue.then(task).finally(() => {
      this.waiting -= 1;
      this.place.changed();
    });
    this.queue = done;
    return done;
  }

  private async sendText(): Promise<boolean> {
    if (this.conflict) return false;
    return !this.dirty || await this.send({ text: this.text }, 'Edit');
  }

  /** Never rejects: a failure stays with the draft until a later attempt succeeds. */
  private async send(change: { readonly text?: string; readonly state?: 'accepted' | 'rejected' }, title: string): Promise<boolean> {
    try {
      const report = await this.place.change({ ...change, version: this.version }, title, this.step);
      if (report.conflicts.length > 0) this.disagree(await this.place.read());
      else {
        this.version = report.versions[0];
        if (change.text !== undefined) this.stored = change.text;
        this.step = report.step ?? this.step;
        this.place.stored();
      }
      this.failure = null;
      this.tries = 0;
      this.keep();
      return report.conflicts.length === 0;
    } catch (reason) {
      this.failure = toFailure(reason);
      if (this.dirty) this.saveAfter(Math.min(longestRetry, firstRetry * 2 ** this.tries));
      this.tries += 1;
      return false;
    }
  }

  private disagree(theirs: Pick<DescriptionView, 'text' | 'who' | 'version'>): void {
    const isMineLost = theirs.text !== this.text && (this.dirty || this.step !== null);
    if (isMineLost) this.conflict = theirs;
    else this.adopt(theirs);
    clearTimeout(this.timer);
  }

  private adopt({ text, version }: Pick<DescriptionView, 'text' | 'version'>): void {
    this.text = text;
    this.stored = text;
    this.version = version;
    this.conflict = null;
    this.step = null;
    this.keep();
  }

  private keep(): void {
    this.place.journal(this.dirty ? { text: this.text, version: this.version } : null);
  }
}
