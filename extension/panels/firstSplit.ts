import { splits, type Split } from '../../engine/dataset/sticker.ts';

/** The split to show where the person has chosen none: test where it has been predicted, else validation, else training. */
export const firstSplit = (predicted: readonly Split[]): Split => splits.toReversed().find((split) => predicted.includes(split)) ?? 'validation';
