import type { ExportFormat } from '../dataset/formatDataset.ts';
import type { View } from '../dataset/sticker.ts';
import type { DescriptionProblem } from '../describe/descriptionProblem.ts';
import type { TextQuery } from '../describe/textQuery.ts';
import type { TextStatistics } from '../describe/textStatistics.ts';
import type { DescriptionState, Generation, ShownState } from '../store/descriptionRecord.ts';
import type { PieceCount } from '../text/pieceCounter.ts';
import type { StickerFilter } from './stickerFilter.ts';

/** A regenerated text that waits for a person's word; the old one stands until then. */
export interface ProposalView {
  readonly text: string;
  readonly generation: Generation;
}

/** One of a sticker's four cards. */
export interface DescriptionView {
  readonly view: View;
  /** The newest entry of its history; 0 where there is none. Hand it back when changing the text. */
  readonly version: number;
  readonly text: string;
  readonly state: ShownState;
  /** Why it is stale, in words; null where it is not. */
  readonly stale: string | null;
  readonly count: PieceCount;
  /** Who and when (milliseconds since 1970); '' and 0 for what the dataset gives. */
  readonly who: string;
  readonly at: number;
  /** The newest generated text, to compare with, and where it came from; null where no model has written one. */
  readonly generated: { readonly text: string; readonly generation: Generation } | null;
  readonly proposal: ProposalView | null;
  /** A regeneration of it is under way. */
  readonly writing: boolean;
}

export interface HistoryEntry {
  readonly version: number;
  readonly text: string;
  readonly state: DescriptionState;
  readonly who: string;
  readonly at: number;
  /** What was done: `Edit`, `Replace "cat" with "dog"`, `Undo: Edit`, `Generated`... */
  readonly title: string;
  readonly generation: Generation | null;
}

/** A row of the table of descriptions. */
export interface DescriptionRow {
  readonly id: string;
  readonly label: number | null;
  readonly views: readonly { readonly view: View; readonly version: number; readonly text: string; readonly state: ShownState }[];
}

/** What a person does to one description. Without `text` the present text is kept. */
export interface DescriptionChange {
  readonly id: string;
  readonly view: View;
  readonly text?: string;
  /** `edited` by default; a text that becomes empty is `missing`. */
  readonly state?: 'edited' | 'accepted' | 'rejected';
  /** The version the person saw: another person's newer word is not written over. */
  readonly version: number;
}

export interface ChangeReport {
  /** The act, for `continues`; null where nothing was different. */
  readonly step: number | null;
  /** The new version of each change, in order; the present one where the text was the same already. */
  readonly versions: readonly number[];
  /** Changed by another person in the meantime, and so left alone. */
  readonly conflicts: readonly { readonly id: string; readonly view: View; readonly text: string; readonly who: string }[];
}

export interface UndoReport {
  /** What was taken back or done again. */
  readonly title: string;
  readonly changed: readonly { readonly id: string; readonly view: View }[];
  /** Descriptions that somebody or something changed since, and which were left alone. */
  readonly kept: number;
}

export interface ReplacePreview {
  /** Places, descriptions and stickers that match. */
  readonly places: number;
  readonly texts: number;
  readonly stickers: number;
  /** The first of them in the filter's order, `offset` and `limit` of the request applied. */
  readonly changes: readonly { readonly id: string; readonly view: View; readonly state: ShownState; readonly before: string; readonly after: string }[];
}

/** Of one view, over the stickers that have a text. */
export interface ViewStatistics extends TextStatistics {
  /** How many are in each shown state. */
  readonly states: Readonly<Record<ShownState, number>>;
}

export interface ImportReport {
  /** Texts read, taken, the same already, and left alone because a person wrote what is there. */
  readonly read: number;
  readonly taken: number;
  readonly same: number;
  readonly kept: number;
  /** Ids that are no sticker of the dataset. */
  readonly unknown: readonly string[];
  /** Lines or rows that could not be read, in words. */
  readonly broken: readonly string[];
}

export interface DescriptionRequests {
  /** Four, in the order of the views. */
  'descriptions/read': { params: { root: string; id: string }; result: DescriptionView[] };
  /** Newest first. */
  'descriptions/history': { params: { root: string; id: string; view: View }; result: HistoryEntry[] };
  'descriptions/page': {
    params: { root: string; filter: StickerFilter; offset: number; limit: number };
    result: { total: number; rows: DescriptionRow[] };
  };
  /** One act, undone at once. `continues`: the act this goes on with, for example of the same typing. */
  'descriptions/change': { params: { root: string; changes: readonly DescriptionChange[]; title: string; continues: number | null }; result: ChangeReport };
  /** Brings back an entry of the history, as an act of its own. */
  'descriptions/restore': { params: { root: string; id: string; view: View; version: number }; result: ChangeReport };
  /** null: nothing to undo. `step`: this act alone; fails where something was done since. */
  'descriptions/undo': { params: { root: string; step?: number }; result: UndoReport | null };
  'descriptions/redo': { params: { root: string }; result: UndoReport | null };
  /** The next sticker in the filter's order that has a text to review (generated, stale, missing or proposed), after `id` and around; null where there is none. */
  'descriptions/nextToReview': { params: { root: string; filter: StickerFilter; id: string | null }; result: { id: string | null; left: number } };
  /** Has the model write this view anew as a proposal; `descriptions/didStream` tells the growing text. Cancellable. */
  'descriptions/regenerate': { params: { root: string; id: string; view: View }; result: ProposalView };
  /** Takes the proposal (as `accepted`) or drops it. */
  'descriptions/resolve': { params: { root: string; id: string; view: View; take: boolean }; result: ChangeReport };
  'descriptions/find': { params: { root: string; filter: StickerFilter; query: TextQuery; replacement: string; offset: number; limit: number }; result: ReplacePreview };
  /** Every match at once, as one act. Rejects where the texts have changed since the preview counted `texts`. */
  'descriptions/replace': { params: { root: string; filter: StickerFilter; query: TextQuery; replacement: string; texts: number }; result: ChangeReport };
  'descriptions/statistics': { params: { root: string; filter: StickerFilter }; result: ViewStatistics[] };
  /** Everything the checks find, at most `limit`, and how many there are. */
  'descriptions/check': { params: { root: string; limit: number }; result: { total: number; problems: DescriptionProblem[] } };
  /** What the file would do. With `apply` does it, as one act; `overwrite` also writes over what a person wrote. */
  'descriptions/import': { params: { root: string; file: string; apply: boolean; overwrite: boolean }; result: ImportReport };
  'descriptions/export': { params: { root: string; format: ExportFormat; out: string }; result: { written: number; files: string[]; notes: string[] } };
}

export interface DescriptionNotifications {
  /** Texts or their states changed, here or by another process; `ids` null: too many to name. At most four times a second a dataset. */
  'descriptions/didChange': { root: string; ids: readonly string[] | null };
  /** A regeneration's text so far. */
  'descriptions/didStream': { root: string; id: string; view: View; text: string };
}
