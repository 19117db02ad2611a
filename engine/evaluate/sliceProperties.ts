import { views, type Sticker, type View } from '../dataset/sticker.ts';
import type { DescriptionState } from '../store/descriptionRecord.ts';

/** What stickers are told apart by. */
export interface SliceProperty {
  readonly name: string;
  /** How they are told apart, in words. */
  readonly meaning: string;
  /** Values in the order to be shown; others follow. */
  readonly order: readonly string[];
  /** Null where the sticker does not have the property. */
  valueOf(sticker: Sticker): string | null;
}

/** A column with more values than these holds names or free text, not kinds. */
const mostValues = 12;

/** The state of a description as it is now. */
export type StateOf = (id: string, view: View) => DescriptionState;

/** All that this dataset's stickers can be told apart by, whether it does or not in a given split. */
export function sliceProperties(stickers: readonly Sticker[], stateOf: StateOf): SliceProperty[] {
  const trained = new Set(stickers.filter(({ split, label, topic }) => split === 'train' && label !== null && topic !== '').map(({ topic }) => topic));
  return [
    {
      name: 'Text', meaning: 'whether words are written in the sticker', order: ['has text', 'no text'],
      valueOf: ({ text }) => (text.trim() === '' ? 'no text' : 'has text'),
    },
    {
      name: 'Pack', meaning: 'whether labelled stickers of the same pack are in the train split', order: ['seen', 'unseen'],
      valueOf: ({ topic }) => (topic === '' ? null : trained.has(topic) ? 'seen' : 'unseen'),
    },
    {
      name: 'Votes', meaning: 'whether all annotators chose the same emotion', order: ['unanimous', 'split'],
      valueOf: ({ votes }) => (votes.length < 2 ? null : votes.every((vote) => vote === votes[0]) ? 'unanimous' : 'split'),
    },
    {
      name: 'Descriptions', meaning: 'the state that the four descriptions share now, or mixed', order: ['missing', 'given', 'generated', 'edited', 'accepted', 'rejected', 'mixed'],
      valueOf({ id }) {
        const states = new Set(views.map((view) => stateOf(id, view)));
        return states.size === 1 ? [...states][0] : 'mixed';
      },
    },
    ...attributeProperties(stickers),
  ];
}

/** For example MET-MEME's metaphor occurrence, intention and offensiveness. */
function attributeProperties(stickers: readonly Sticker[]): SliceProperty[] {
  const values = new Map<string, Set<string>>();
  for (const { attributes } of stickers) {
    for (const [name, value] of Object.entries(attributes)) {
      const known = values.get(name) ?? new Set();
      values.set(name, known);
      if (known.size <= mostValues) known.add(value);
    }
  }
  return [...values].filter(([, { size }]) => size <= mostValues).map(([name]) => ({
    name, meaning: `the dataset's column "${name}"`, order: [],
    valueOf: ({ attributes }) => attributes[name] ?? null,
  }));
}
