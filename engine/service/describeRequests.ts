import type { View } from '../dataset/sticker.ts';
import type { BatchPolicy } from '../describe/batchConfig.ts';
import type { BatchProgress } from '../describe/batchProgress.ts';
import type { DescriberConfig } from '../describe/describerConfig.ts';
import type { HostView } from '../describe/hostView.ts';
import type { Plan } from '../describe/planBatch.ts';
import type { StickerFilter } from './stickerFilter.ts';

export type { HostModelView, HostState, HostView } from '../describe/hostView.ts';

export interface BatchScope {
  readonly filter: StickerFilter;
  readonly policy: BatchPolicy;
}

/** What a dozen stickers took, and what follows for all. Their texts are kept. */
export interface BatchPlan extends Plan {
  /** The batch that `batch/start` starts. */
  readonly batch: number;
}

export interface BatchView extends Omit<BatchProgress, 'failures'> {
  readonly id: number;
  readonly state: 'running' | 'paused' | 'stopped' | 'interrupted' | 'done';
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly model: string;
  readonly policy: BatchPolicy;
  /** The newest failures, at most a hundred. */
  readonly failures: readonly BatchFailure[];
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
