import type { NotificationType } from 'vscode-messenger-common';
import type { CheckpointName, EvaluationKey, ReportFigure, Split, StickerFilter } from './engine.ts';
import type { MapChoice } from './mapChoice.ts';

/*
 * What a webview asks the host to do. All are notifications: the host shows a failure once, as VS Code notification,
 * and the outcome as new panel states.
 */

/** Opens or reveals the dataset's gallery on exactly this filter. `run`: whose predictions it shows; null keeps the present one. */
export const showGallery: NotificationType<{ root: string; filter: StickerFilter; run: string | null }> = { method: 'gallery/show' };

/** Opens or reveals the Sticker panel, beside the gallery. */
export const showSticker: NotificationType<{ root: string; id: string; filter: StickerFilter; run: string | null }> = { method: 'sticker/show' };

export const showAnalysis: NotificationType<{ run: string }> = { method: 'analysis/show' };
export const showRun: NotificationType<{ run: string }> = { method: 'run/show' };
export const stopRun: NotificationType<{ run: string }> = { method: 'run/stop' };
export const resumeRun: NotificationType<{ run: string }> = { method: 'run/resume' };
/** Opens the run's folder in the system's file browser. */
export const revealRun: NotificationType<{ run: string }> = { method: 'run/reveal' };
/** Opens the run's log in an editor. */
export const openRunLog: NotificationType<{ run: string }> = { method: 'run/openLog' };
/** Opens the palette command that asks for preset, device and name. */
export const trainOn: NotificationType<{ root: string }> = { method: 'run/train' };
/** Opens a sticker's picture in VS Code's own image viewer. */
export const openPicture: NotificationType<{ root: string; id: string }> = { method: 'picture/open' };

/** The person changed the gallery's filter or run within the gallery. The host keeps it (no `panel/state` comes back to the sender). */
export const galleryDidChangeFilter: NotificationType<{ root: string; filter: StickerFilter; run: string | null }> = {
  method: 'gallery/didChangeFilter',
};

/** The person chose another split or checkpoint within the analysis. The host keeps it. */
export const analysisDidChange: NotificationType<{ run: string; split: Split; checkpoint: CheckpointName }> = { method: 'analysis/didChange' };

export const showMap: NotificationType<{ run: string }> = { method: 'map/show' };
/** The person chose another map, another run beside it, other colours or groups. The host keeps it. */
export const mapDidChange: NotificationType<MapChoice & { run: string }> = { method: 'map/didChange' };
/** Opens the runs table; with two runs, on their comparison. */
export const showRuns: NotificationType<{ root: string; first: string | null; second: string | null }> = { method: 'runs/show' };
export const runsDidCompare: NotificationType<{ root: string; first: string | null; second: string | null; split: Split }> = { method: 'runs/didCompare' };

/** Asks for a place and writes the file there. `name`: what is proposed. */
export const saveFile: NotificationType<{ name: string; title: string; content: string | Uint8Array }> = { method: 'file/save' };
/** Asks for a place and writes the report of these figures there. */
export const exportReport: NotificationType<EvaluationKey & { root: string; figures: readonly ReportFigure[] }> = { method: 'report/export' };

/** Opens or reveals the Descriptions panel (table, find and replace, batch) on this filter. */
export const showDescriptions: NotificationType<{ root: string; filter: StickerFilter }> = { method: 'descriptions/show' };
/** The person changed the filter within the Descriptions panel. The host keeps it. */
export const descriptionsDidChangeFilter: NotificationType<{ root: string; filter: StickerFilter }> = { method: 'descriptions/didChangeFilter' };
/** Opens a sticker's four views as a text document. */
export const openDescriptionsAsText: NotificationType<{ root: string; id: string }> = { method: 'descriptions/openAsText' };
/** Asks for policy and hosts, times a dozen stickers, and starts the batch: the palette command. */
export const describeStickers: NotificationType<{ root: string; filter: StickerFilter }> = { method: 'descriptions/describe' };
