import type { LossConfig, ModelConfig } from '../model/modelConfig.ts';
import type { OptimizerConfig } from '../optim/adamw.ts';
import type { Split } from '../dataset/sticker.ts';
import type { Device, Preset } from './runRecord.ts';

export interface AugmentationConfig {
  /** Smallest share of the picture's area that a random crop keeps; 1 turns cropping off. */
  readonly minimumArea: number;
  /** Chance of a horizontal flip. */
  readonly flip: number;
}

export interface TextConfig {
  /** `bert`: BERT-base with its published weights. `seeded`: a small BERT drawn from a seed, with a vocabulary of the dataset's own texts. */
  readonly encoder: 'bert' | 'seeded';
  readonly layers: number;
  readonly heads: number;
  /** Longest text in word pieces; longer ones are cut and counted. */
  readonly maxLength: number;
  /** Most word pieces of the vocabulary made from the training texts. */
  readonly vocabulary: number;
}

/** Everything that decides a run's numbers, but for the data. */
export interface TrainingConfig {
  readonly seed: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Where warm-up starts and the cosine ends. */
  readonly minimumLearningRate: number;
  readonly warmupEpochs: number;
  readonly dropPath: number;
  readonly labelSmoothing: number;
  readonly optimizer: OptimizerConfig;
  readonly augmentation: AugmentationConfig;
  readonly loss: LossConfig;
  /** `classes` and `textWidth` follow from the data and the text encoder. */
  readonly model: ModelConfig;
  readonly text: TextConfig;
}

/** `config.json` of a run folder. */
export interface RunConfig {
  readonly version: 1;
  readonly name: string;
  readonly created: string;
  readonly preset: Preset;
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
  readonly versions: Readonly<Record<string, string>>;
  /** What people must know about this run. */
  readonly notes: readonly string[];
}
