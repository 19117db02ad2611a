import type { View } from '../dataset/sticker.ts';
import type { DescriptionState, DescriptionVersion, Generation } from './descriptionRecord.ts';

/** The newest version of a description, with what staleness is judged by. */
export interface PresentDescription extends DescriptionVersion {
  readonly source: Pick<Generation, 'model' | 'digest' | 'input' | 'batch'> | null;
}

export interface StoredChange {
  readonly sticker: string;
  readonly view: View;
  readonly text: string;
  readonly state: DescriptionState;
  /** The text's origin; kept through acceptance and rejection, null for what a person wrote. */
  readonly generation: number | null;
  /** The version the person saw; 0 for none. */
  readonly basedOn: number;
}

/** A person's act: undone and done again as a whole. */
export interface Act {
  readonly title: string;
  readonly who: string;
  /** An act this goes on with, where it is still the newest one: the same typing. */
  readonly continues: number | null;
}

export interface ActResult {
  /** null where nothing was written. */
  readonly step: number | null;
  readonly written: readonly PresentDescription[];
  /** Where a person's newer version than `basedOn` stands, which was left. A model's newer one gives way. */
  readonly conflicts: readonly PresentDescription[];
}

export interface UndoResult {
  readonly title: string;
  readonly written: readonly PresentDescription[];
  /** Descriptions changed since by another act or a model, and left alone. */
  readonly kept: number;
}

export interface StoredHistoryEntry extends DescriptionVersion {
  /** The act's title, `Undo: ` and the title, or `Generated`. */
  readonly title: string;
  readonly origin: Generation | null;
}

export interface Proposal {
  readonly sticker: string;
  readonly view: View;
  readonly text: string;
  readonly generation: Generation;
}

/** A dataset's descriptions and their whole history, in `descriptions.db` of its storage folder. Several processes may hold it open. Every write is on the disk when its function returns. */
export interface DescriptionStore {
  readonly file: string;
  /** The newest version of every description that has one, in no order. */
  present(): IterableIterator<PresentDescription>;
  /** Newest versions of descriptions that were written after version `id`, also by other processes, in order of writing. */
  since(id: number): PresentDescription[];
  /** Whether another connection wrote since this was last asked. Costs microseconds. */
  changedElsewhere(): boolean;
  find(sticker: string, view: View): PresentDescription | null;
  /** Newest first. */
  history(sticker: string, view: View): StoredHistoryEntry[];
  change(act: Act, changes: readonly StoredChange[]): ActResult;
  /**
   * Adds a model's text as `generated`, in one transaction with the question whether it may: `mayReplace` is asked of the newest
   * version at that moment. A person's text (`isPersons`) is never written over, whatever it answers. null where it was not written.
   */
  addGenerated(sticker: string, view: View, text: string, generation: Generation, mayReplace: (present: PresentDescription | null) => boolean): PresentDescription | null;
  /**
   * Takes back the person's newest act that is not taken back; null where there is none.
   * @throws StickerLabError where that is another one than `step`
   */
  undo(who: string, step?: number): UndoResult | null;
  redo(who: string): UndoResult | null;
  /** Replaces an earlier proposal for the same description. */
  propose(proposal: Proposal): void;
  proposal(sticker: string, view: View): Proposal | null;
  /** Stickers that have a proposal. */
  proposed(): { readonly sticker: string; readonly view: View }[];
  /** As an act: state `accepted`, with the proposal's origin. Dropping writes nothing. null where there is no proposal. */
  resolveProposal(sticker: string, view: View, take: boolean, act: Act): ActResult | null;
  /** Keeps what a prompt version says; once each. */
  keepPrompts(version: string, text: string): void;
  prompts(version: string): string | null;
  close(): void;
}
