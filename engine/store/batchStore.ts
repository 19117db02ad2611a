import type { View } from '../dataset/sticker.ts';

export interface BatchRecord {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly created: number;
  /** Stickers of the batch, in its order. */
  readonly stickers: readonly string[];
  /** What it was started with, as its owner understands it: policy, model, prompts, hosts and their concurrency. */
  readonly config: unknown;
  /** `planned`: some of its stickers were timed, and it was not started. */
  readonly state: 'planned' | 'running' | 'paused' | 'stopped' | 'done';
}

export interface StoredFailure {
  readonly sticker: string;
  readonly view: View | null;
  readonly reason: string;
  readonly tries: number;
}

/** The process that works on a batch, and when it last said so (ISO 8601). */
export interface BatchOwner {
  readonly pid: number;
  readonly host: string;
  readonly at: string;
}

/** The batches of a dataset, in the same file as its descriptions. */
export interface BatchStore {
  /** As `planned`. */
  add(stickers: readonly string[], config: unknown): BatchRecord;
  /** The newest that was started. */
  newest(): BatchRecord | null;
  find(id: number): BatchRecord | null;
  setState(id: number, state: BatchRecord['state']): void;
  setConfig(id: number, config: unknown): void;
  /** Makes `owner` the one process at work on it, where nobody alive is; says so again when called by the owner. False where another one is. */
  claim(id: number, owner: BatchOwner): boolean;
  release(id: number, owner: BatchOwner): void;
  owner(id: number): BatchOwner | null;
  /** Replaces an earlier failure of the same sticker and view. */
  addFailure(id: number, failure: StoredFailure): void;
  failures(id: number): StoredFailure[];
  clearFailures(id: number): void;
}
