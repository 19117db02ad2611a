import type { Split } from '../dataset/sticker.ts';

/** What a run folder holds. The run process alone writes it (but for `stop`); everyone else only reads it. */
export const runFiles = {
  config: 'config.json',
  status: 'status.json',
  metrics: 'metrics.jsonl',
  log: 'log.txt',
  /** Created by whoever asks the run to stop; the run removes it when it starts. */
  stop: 'stop',
  /** Which tensors came from published weights, where any did. */
  pretrained: 'pretrained.json',
  lastCheckpoint: 'checkpoints/last.safetensors',
  /** The one before `last`, for the case that `last` is damaged. */
  previousCheckpoint: 'checkpoints/previous.safetensors',
  bestCheckpoint: 'checkpoints/best.safetensors',
  /** Becomes `best` once `last` says that its epoch is over. */
  stagedCheckpoint: 'checkpoints/staged.safetensors',
  /** What it learned from, a sticker a line: see `DataRecord`. */
  data: 'data.jsonl',
  /** The finished run's answer, the JSON of `train --json`. */
  result: 'result.json',
} as const;

export const checkpointFile = (checkpoint: CheckpointName) => (checkpoint === 'best' ? runFiles.bestCheckpoint : runFiles.lastCheckpoint);
/** The best checkpoint's bear the split's name alone. */
const predictedBy = (split: Split, checkpoint: CheckpointName) => (checkpoint === 'best' ? split : `${split}-${checkpoint}`);
export const predictionsFile = (split: Split, checkpoint: CheckpointName = 'best') => `predictions/${predictedBy(split, checkpoint)}.jsonl`;
/** float32 [stickers, width], rows in the order of the predictions file. Tensor name `feature`; its metadata's `weights` is the digest of what made it. */
export const featuresFile = (split: Split, checkpoint: CheckpointName = 'best') => `predictions/${predictedBy(split, checkpoint)}.features.safetensors`;
export const evaluationFile = (split: Split, checkpoint: CheckpointName = 'best') => `evaluation/${predictedBy(split, checkpoint)}.json`;

export type Preset = 'paper' | 'laptop' | 'tiny';
/** What is done where paper and released code differ, or the paper is silent: see `recipes`. */
export type Recipe = 'paper' | 'released';
export type Device = 'cpu' | 'webgpu' | 'auto';
export type ProjectionMethod = 'tsne' | 'pca';
export type CheckpointName = 'best' | 'last';

export type RunState = 'starting' | 'preparing' | 'training' | 'evaluating' | 'done' | 'stopped' | 'failed';

/** `status.json`, replaced whole (write, then rename). A reader that finds a running state and no live pid calls the run `interrupted`. */
export interface RunStatus {
  readonly state: RunState;
  readonly pid: number;
  readonly host: string;
  /** ISO time of this status. */
  readonly at: string;
  /** What is being done now, for people. */
  readonly activity: string;
  /** 1-based epoch under way, 0 before the first. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done in this epoch. */
  readonly step: number;
  readonly steps: number;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** The device in use, and why when it is not the one asked for. */
  readonly device: string;
  readonly error?: { readonly message: string; readonly file: string; readonly remedy: string };
}

export interface StepMetrics {
  readonly kind: 'step';
  readonly epoch: number;
  /** 1-based, counted over the whole run. */
  readonly step: number;
  readonly learningRate: number;
  readonly loss: number;
  readonly crossEntropy: number;
  /** Sum over the four stages, unweighted. */
  readonly contrastive: number;
  readonly mlce: number;
}

export interface SplitMetrics {
  readonly loss: number;
  readonly accuracy: number;
  readonly weightedF1: number;
}

export interface EpochMetrics {
  readonly kind: 'epoch';
  readonly epoch: number;
  readonly step: number;
  readonly seconds: number;
  readonly train: { readonly loss: number; readonly accuracy: number };
  readonly validation: SplitMetrics;
  /** Where the best epoch is chosen by the test split. */
  readonly test?: SplitMetrics;
  readonly best: boolean;
}

/** One line of `metrics.jsonl`. */
export type MetricsEntry = StepMetrics | EpochMetrics;

/** One line of `predictions/<split>.jsonl`. */
export interface PredictionRecord {
  readonly id: string;
  readonly label: number;
  readonly prediction: number;
  readonly probabilities: readonly number[];
}

/** One line of `data.jsonl`: what the dataset said of a sticker when the run was made. */
export interface DataRecord {
  readonly id: string;
  readonly split: Split;
  /** The label's name; null without one. */
  readonly label: string | null;
  /** The first 16 hex digits of the SHA-256 of the sticker's own text and of its four descriptions in the order of `views`; '' for what is missing. */
  readonly text: string;
  readonly descriptions: readonly [string, string, string, string];
}

export interface RunResult {
  readonly run: string;
  readonly epochs: number;
  /** `accuracy` and F1 are on the split that chose it: validation, or test where the config says so. */
  readonly best: { readonly epoch: number; readonly split: 'validation' | 'test'; readonly accuracy: number; readonly weightedF1: number };
  readonly secondsPerImage: number;
  readonly peakMemoryBytes: number;
  readonly device: string;
}
