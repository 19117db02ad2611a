/** A part of a set, and the file names it may have: the first that is there counts. */
export interface Part {
  /** As the hub's repository names it; where it lists several, the first is fetched. */
  readonly hub: readonly string[];
  /** The same content under a name that only a person brings: the authors' own file. */
  readonly byHand?: readonly string[];
}

export interface WeightSet {
  readonly title: string;
  /** On the Hugging Face hub. */
  readonly repo: string;
  /** Resolved to a commit when a set is fetched; the commit is what is recorded. */
  readonly revision: string;
  readonly parts: Readonly<Record<string, Part>>;
  /** What all parts come to, about; for people to decide by. */
  readonly megabytes: number;
  /** Where the files of `byHand` are published. */
  readonly authorsPage?: string;
}

const authorsPage = 'https://github.com/whai362/PVT/releases/tag/v2';
const pvtModel = ['model.safetensors', 'pytorch_model.bin'];

/** The pretrained weights that Sticker Lab can use. */
export const catalog = {
  'bert-base-uncased': {
    title: 'BERT-base, uncased: the text encoder', repo: 'google-bert/bert-base-uncased', revision: 'main', megabytes: 441,
    parts: { model: { hub: ['model.safetensors'] }, tokenizer: { hub: ['tokenizer.json'] }, config: { hub: ['config.json'] } },
  },
  'pvt-tiny': {
    title: 'PVT-tiny, trained on ImageNet', repo: 'Zetatech/pvt-tiny-224', revision: 'main', megabytes: 53, authorsPage,
    parts: { model: { hub: pvtModel, byHand: ['pvt_tiny.pth'] } },
  },
  'pvt-small': {
    title: 'PVT-small, trained on ImageNet', repo: 'Zetatech/pvt-small-224', revision: 'main', megabytes: 98, authorsPage,
    parts: { model: { hub: pvtModel, byHand: ['pvt_small.pth'] } },
  },
} as const satisfies Readonly<Record<string, WeightSet>>;

export type SetName = keyof typeof catalog;
export type PartName<N extends SetName> = keyof (typeof catalog)[N]['parts'];

export const setNames = Object.keys(catalog) as readonly SetName[];

/** `value` as the name of a set; undefined where there is none so named. */
export const setNamed = (value: string): SetName | undefined => setNames.find((name) => name === value);

/** Every name a part's file may have, the most wanted first. */
export const fileNames = ({ hub, byHand }: Part): readonly string[] => [...hub, ...(byHand ?? [])];
