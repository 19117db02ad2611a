import type { Split, View } from '../dataset/sticker.ts';
import type { ShownState } from '../store/descriptionRecord.ts';
import type { Verdict } from '../store/verdictRecord.ts';

/** Which stickers the gallery shows. Every present condition must hold. */
export interface StickerFilter {
  readonly splits?: readonly Split[];
  readonly labels?: readonly number[];
  /** Case-insensitive words, all of which must occur in id, text or a description. */
  readonly search?: string;
  /** One of the views, or the one named, is in one of these states. */
  readonly descriptions?: { readonly states: readonly ShownState[]; readonly view: View | null };
  /** Judged by this run's stored predictions; a sticker without one never matches. */
  readonly prediction?: { readonly run: string; readonly outcome: 'right' | 'wrong' };
  /** Given one of these by a person. */
  readonly verdicts?: readonly Verdict[];
  /** Exactly these, for example a lasso or a matrix cell; `reason` says where they come from. */
  readonly selection?: { readonly ids: readonly string[]; readonly reason: string };
}
