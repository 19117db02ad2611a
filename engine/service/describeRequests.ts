import type { BatchPolicy } from '../describe/batchConfig.ts';
import type { DescriberConfig } from '../describe/describerConfig.ts';
import type { View } from '../dataset/sticker.ts';
import type { StickerFilter } from './stickerFilter.ts';

/** What a host is up to; each has its own words and its own button. */
export type HostState =
  | 'unknown' | 'checking'
  /** Nothing listens there, and no Ollama is installed here (for a host on this machine). */
  | 'absent'
  /** Nothing listens there, but Ollama is installed here: it can be started. */
  | 'stopped'
  /** Another machine's, that does not answer. */
  | 'unreachable'
  /** Something else answers there: HTML, a redirect, a broken certificate. */
  | 'foreign'
  | 'tooOld'
  /** The wanted model is not there. */
  | 'noModel'
  /** It is there, but takes no pictures. */
  | 'noVision'
  | 'loading' | 'busy' | 'ready';

export interface HostModelView {
  readonly name: string;
  readonly digest: string;
  readonly bytes: number;
  /** For example `7B`, `Q4_0`. */
  readonly parameters: string;
  readonly quantization: string;
  readonly vision: boolean;
  readonly loaded: boolean;
}

export interface HostView {
  readonly url: string;
  readonly state: HostState;
  readonly message: string;
  readonly remedy: string;
  readonly version: string;
  readonly models: readonly HostModelView[];
  /** A download under way on this host. */
  readonly pull: { readonly model: string; readonly completed: number; readonly total: number; readonly status: string } | null;
}

export interface BatchScope {
  readonly filter: StickerFilter;
  readonly policy: BatchPolicy;
}

/** What a dozen stickers took, and what follows for all. Their texts are kept. */
export interface BatchPlan {
  /** The batch that `batch/start` starts. */
  readonly batch: number;
  readonly stickers: number;
  readonly texts: number;
  readonly timed: number;
  readonly hosts: readonly { readonly url: string; readonly concurrency: number; readonly secondsPerSticker: number; readonly trouble: string }[];
  /** With all hosts at work. */
  readonly secondsPerSticker: number;
  readonly hours: number;
}

export interface BatchView {
  readonly id: number;
  readonly state: 'running' | 'paused' | 'stopped' | 'interrupted' | 'done';
  readonly created: number;
  readonly model: string;
  readonly policy: BatchPolicy;
  /** Stickers: all of the batch, described, failed, those for which nothing was left to do, and under way. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly active: readonly { readonly id: string; readonly view: View | null; readonly host: string }[];
  readonly secondsPerSticker: number | null;
  readonly secondsLeft: number | null;
  readonly hosts: readonly { readonly url: string; readonly concurrency: number; readonly done: number; readonly trouble: string }[];
  /** The newest failures, at most a hundred. */
  readonly failures: readonly BatchFailure[];
  /** Why nothing moves, '' where it does. */
  readonly trouble: string;
}

export interface BatchFailure {
  readonly id: string;
  readonly view: View | null;
  readonly reason: string;
  readonly tries: number;
}

export interface DescribeRequests {
  /** The settings in force: asked again after each change, and after the service was started again. `who`: the name edits are kept under. */
  'describer/configure': { params: { config: DescriberConfig; who: string }; result: null };
  /** As last seen; `refresh` asks the hosts now. */
  'hosts/read': { params: { refresh: boolean }; result: HostView[] };
  /** Starts the Ollama installed on this machine and waits until it answers. Cancellable. */
  'hosts/start': { params: { url: string }; result: HostView };
  /** Downloads a model; `hosts/didChange` tells how far. Cancellable; what is there is kept. */
  'hosts/pull': { params: { url: string; model: string }; result: null };
  /** The messages a sticker would be asked with, filled in; answers are left open. As Markdown. */
  'prompts/preview': { params: { root: string; id: string }; result: { markdown: string; version: string } };
  /** The file with the dataset's prompts, made with the usual ones where there is none. */
  'prompts/file': { params: { root: string }; result: { file: string } };
  /** Counts what there is to do, times a dozen stickers and measures the concurrency. Cancellable. */
  'batch/plan': { params: { root: string; scope: BatchScope }; result: BatchPlan };
  'batch/start': { params: { root: string; plan: BatchPlan }; result: BatchView };
  /** The newest batch of the dataset; null where there was none. */
  'batch/read': { params: { root: string }; result: BatchView | null };
  'batch/pause': { params: { root: string }; result: BatchView };
  /** Goes on with a paused, stopped or interrupted one; `retry` takes what failed once more. */
  'batch/resume': { params: { root: string; retry: boolean }; result: BatchView };
  'batch/stop': { params: { root: string }; result: BatchView };
}

export interface DescribeNotifications {
  'hosts/didChange': { hosts: readonly HostView[] };
  /** At most four times a second. */
  'batch/didChange': { root: string; batch: BatchView };
}
