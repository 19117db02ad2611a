import type { LossConfig, ModelConfig } from '../model/modelConfig.ts';
import type { OptimizerConfig } from '../optim/adamw.ts';
import type { Split } from '../dataset/sticker.ts';
import type { PretrainedRecord } from './pretrainedRecord.ts';
import type { Device, Preset, Recipe } from './runRecord.ts';

export interface AugmentationConfig {
  /** Smallest share of the picture's area that a random crop keeps; 1 turns cropping off. */
  readonly minimumArea: number;
  /** Chance of a horizontal flip. */
  readonly flip: number;
  /** RandAugment's magnitude from 0 to 10; 0 turns it off. */
  readonly randAugment: number;
  /** Copies of a sticker in an epoch, each with draws of its own; an epoch then sees as many times fewer stickers. */
  readonly repeats: number;
  /** Share of the short side that is kept, in the centre, when predicting. */
  readonly evaluationCrop: number;
}

/** What stands in for T1 to T4 at a stage: one view's description, or all four in one text. */
export const textChoices = ['intention', 'style', 'roles', 'details', 'all'] as const;
export type TextChoice = (typeof textChoices)[number];

export interface TextConfig {
  /** `bert`: BERT-base with its published weights. `seeded`: a small BERT drawn from a seed, with a vocabulary of the dataset's own texts. */
  readonly encoder: 'bert' | 'seeded';
  readonly layers: number;
  readonly heads: number;
  /** Longest text in word pieces; longer ones are cut and counted. */
  readonly maxLength: number;
  /** Most word pieces of the vocabulary made from the training texts. */
  readonly vocabulary: number;
  /** A text's feature is the mean over its word `pieces`, or over all `positions` up to `maxLength`, padding included. */
  readonly pooling: 'pieces' | 'positions';
  /** The text fused at stages 1 to 4: any order of the views (Table 4), one view four times, or `all` of them everywhere. */
  readonly views: readonly [TextChoice, TextChoice, TextChoice, TextChoice];
}

/** Published weights that a training starts from. */
export interface PretrainedConfig {
  /** `none`, or a set of PVT's weights: `pvt-tiny`, `pvt-small`, or the path of a file. */
  readonly vision: string;
  /** With `text.encoder` `bert`: `bert-base-uncased`, or the path of a folder with `model.safetensors` and `tokenizer.json`. */
  readonly text: string;
}

/** Everything that decides a run's numbers, but for the data. */
export interface TrainingConfig {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  /** Threads of the processor that share an operator's sums: they decide the order in which numbers are added. 0: as many as the machine has when the run is made. */
  readonly threads: number;
  readonly learningRate: number;
  /** The linear scaling rule: the rate used is `learningRate` times this batch over 512; 0 takes the rate as it is. */
  readonly learningRateBatch: number;
  /** Whether the rate changes with every step, or once an epoch, after it, as the released code has it. */
  readonly schedule: 'step' | 'epoch';
  /** The split whose accuracy chooses the best epoch. `test` is what the released code does, and makes its test score optimistic. */
  readonly selection: 'validation' | 'test';
  /** Work between two checkpoints within an epoch, which a crash may cost; 0 writes one after every step. */
  readonly checkpointSeconds: number;
  /** Where warm-up starts and the cosine ends. */
  readonly minimumLearningRate: number;
  readonly warmupEpochs: number;
  readonly dropPath: number;
  readonly labelSmoothing: number;
  /** `balanced` weighs a class by the inverse of its share of the training stickers. */
  readonly classWeights: 'none' | 'balanced';
  readonly optimizer: OptimizerConfig;
  readonly augmentation: AugmentationConfig;
  readonly loss: LossConfig;
  /** `classes` and `textWidth` follow from the data and the text encoder. */
  readonly model: ModelConfig;
  readonly text: TextConfig;
  readonly pretrained: PretrainedConfig;
}

/** `config.json` of a run folder. */
export interface RunConfig {
  readonly version: 2;
  readonly name: string;
  readonly created: string;
  readonly preset: Preset;
  readonly recipe: Recipe;
  readonly device: Device;
  readonly dataset: {
    readonly root: string;
    readonly name: string;
    readonly fingerprint: string;
    readonly classes: readonly string[];
    readonly stickers: Readonly<Record<Split, number>>;
    /** Stickers in which at least one view is missing, so that the sticker's own text stands in for it. */
    readonly withoutDescriptions: number;
  };
  readonly training: TrainingConfig;
  /** The published weights it starts from, null where it does not. */
  readonly pretrained: PretrainedRecord;
  readonly versions: Readonly<Record<string, string>>;
  /** What people must know about this run. */
  readonly notes: readonly string[];
}
