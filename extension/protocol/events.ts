import type { NotificationType } from 'vscode-messenger-common';
import type { BatchView, RunView } from './engine.ts';

/**
 * Both ways. Webview to host: the person moved onto these stickers (arrow keys, click, lasso, matrix cell).
 * Host to the other panels of the dataset: mark them. An open Sticker panel follows when `ids` is exactly one.
 */
export const selection: NotificationType<{ root: string; ids: readonly string[] }> = { method: 'selection' };

/** Host to every panel of the dataset: this run's status, metrics or stored results changed. At most twice a second a run. */
export const runsDidChange: NotificationType<{ root: string; run: RunView }> = { method: 'runs/didChange' };

/** Host to every panel of the dataset: the batch moved on. At most four times a second. */
export const batchDidChange: NotificationType<{ root: string; batch: BatchView }> = { method: 'batch/didChange' };
