import type { NotificationType } from 'vscode-messenger-common';
import type { BatchView, EngineNotifications, RunView } from './engine.ts';

/**
 * Both ways. Webview to host: the person moved onto these stickers (arrow keys, click, lasso, matrix cell).
 * Host to the other panels of the dataset: mark them. An open Sticker panel follows when `ids` is exactly one. The host keeps it
 * with the workspace, and every panel's state carries it as `selected`.
 */
export const selection: NotificationType<{ root: string; ids: readonly string[] }> = { method: 'selection' };

/** Host to every panel of the dataset: this run's status, metrics or stored results changed. At most twice a second a run. */
export const runsDidChange: NotificationType<{ root: string; run: RunView }> = { method: 'runs/didChange' };

/** Host to every panel of the dataset: the batch moved on. At most four times a second. */
export const batchDidChange: NotificationType<{ root: string; batch: BatchView }> = { method: 'batch/didChange' };

/** Host to every panel of the dataset: a map's layout goes on. */
export const mapDidProgress: NotificationType<EngineNotifications['map/didProgress']> = { method: 'map/didProgress' };

/** Host to every panel of the dataset. */
export const verdictDidChange: NotificationType<{ root: string; id: string }> = { method: 'verdict/didChange' };

/** Host to the Analysis panel the person is in: gather the figures and ask for the report. */
export const gatherReport: NotificationType<null> = { method: 'report/gather' };
