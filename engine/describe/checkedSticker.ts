import type { View } from '../dataset/sticker.ts';
import type { ShownState } from '../store/descriptionRecord.ts';

/** What the checks need to know of a text. */
export interface CheckedText {
  readonly text: string;
  readonly state: ShownState;
  /** A model wrote it. */
  readonly generated: boolean;
}

export interface CheckedSticker {
  readonly id: string;
  readonly texts: Readonly<Record<View, CheckedText>>;
}

/** Whether a text has to answer for what it says: a person's `accepted` is the last word on that, and `rejected` says enough. */
export const isOpen = ({ text, state }: CheckedText) => text.trim() !== '' && state !== 'accepted' && state !== 'rejected';

/** What can be done about a text, in words. */
export const remedyFor = ({ generated }: CheckedText) => (generated ? 'Regenerate or edit it; accept it where it is right.' : 'Edit it; accept it where it is right.');
