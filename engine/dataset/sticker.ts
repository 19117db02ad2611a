/** The four description views, in the order the paper feeds them to stages 1 to 4 (section 3.2). */
export const views = ['intention', 'style', 'roles', 'details'] as const;
export type View = (typeof views)[number];

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

export type Descriptions = Readonly<Partial<Record<View, string>>>;

/** One sticker of a dataset, whatever layout it was read from. */
export interface Sticker {
  /** The picture's path within the dataset, with forward slashes. Unique. */
  readonly id: string;
  readonly split: Split;
  /** Index into `Dataset.classes`; null where the dataset gives no usable label. */
  readonly label: number | null;
  /** One label index per annotator, in the dataset's order; empty where there were none. */
  readonly votes: readonly number[];
  /** The text written in the sticker, '' where there is none. */
  readonly text: string;
  /** SER30K's pack name; '' in other layouts. */
  readonly topic: string;
  readonly descriptions: Descriptions;
  /** Further columns of the source, for example MET-MEME's metaphor and intention. */
  readonly attributes: Readonly<Record<string, string>>;
}
