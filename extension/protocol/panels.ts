import type { NotificationType, RequestType } from 'vscode-messenger-common';
import type { CheckpointName, DatasetView, RunView, Split, StickerFilter } from './engine.ts';
import type { RequestFailure } from './failure.ts';
import type { MapChoice } from './mapChoice.ts';

/*
 * The page of a panel, made by the host: `<body data-panel="KIND"><main id="app"></main>` with `webview/KIND.css` and
 * `webview/KIND.js` (a module) of the package's `dist`. Content security policy: scripts by nonce and no `eval`, inline
 * styles allowed, pictures from `blob:`, `data:` and the package, fonts from the package and `data:`, no network.
 */

export interface GalleryState {
  readonly dataset: DatasetView;
  readonly filter: StickerFilter;
  /** The run whose predictions the tiles carry; null for none. */
  readonly run: string | null;
  /** The dataset's runs, newest first. */
  readonly runs: readonly RunView[];
  /** The dataset's shared selection, whatever panel it was made in. */
  readonly selected: readonly string[];
}

export interface StickerState {
  readonly dataset: DatasetView;
  readonly id: string;
  /** The gallery's filter it was opened from: next and previous walk through it. */
  readonly filter: StickerFilter;
  readonly run: string | null;
  /** The dataset's shared selection, whatever panel it was made in. */
  readonly selected: readonly string[];
}

export interface AnalysisState {
  readonly dataset: DatasetView;
  readonly run: RunView;
  readonly split: Split;
  readonly checkpoint: CheckpointName;
  /** The dataset's shared selection, whatever panel it was made in. */
  readonly selected: readonly string[];
}

export interface RunState {
  readonly dataset: DatasetView;
  readonly run: RunView;
}

export interface DescriptionsState {
  readonly dataset: DatasetView;
  /** Which stickers the table shows. */
  readonly filter: StickerFilter;
  /** The dataset's shared selection, whatever panel it was made in. */
  readonly selected: readonly string[];
}

export interface MapState extends MapChoice {
  readonly dataset: DatasetView;
  readonly run: RunView;
  readonly runs: readonly RunView[];
  /** The dataset's shared selection, whatever panel it was made in. */
  readonly selected: readonly string[];
}

/** The dataset's runs in a table, and two of them compared. */
export interface RunsState {
  readonly dataset: DatasetView;
  readonly runs: readonly RunView[];
  readonly first: string | null;
  readonly second: string | null;
  readonly split: Split;
  /** The dataset's shared selection, whatever panel it was made in. */
  readonly selected: readonly string[];
}

export interface PanelStates {
  readonly gallery: GalleryState;
  readonly sticker: StickerState;
  readonly analysis: AnalysisState;
  readonly run: RunState;
  readonly descriptions: DescriptionsState;
  readonly map: MapState;
  readonly runs: RunsState;
}

export type PanelKind = keyof PanelStates;

/**
 * What the host answers a panel that is ready. `memory` goes into the webview's `setState` unchanged: after a window
 * reload VS Code hands it back to the host, which then knows which panel this was. The host keeps the rest.
 */
export interface PanelStart<K extends PanelKind> {
  readonly memory: string;
  readonly state: PanelStates[K];
}

/** Webview to host, once its script runs and again whenever it wants the truth. Fails with a `RequestFailure` to be shown in the panel. */
export const panelReady = <K extends PanelKind>(): RequestType<null, PanelStart<K>> => ({ method: 'panel/ready' });

/** Host to webview: the whole new state, never a part. The webview replaces what it has. */
export const panelState = <K extends PanelKind>(): NotificationType<PanelStates[K]> => ({ method: 'panel/state' });

/** Host to webview: what this panel shows can no longer be had, for example because the dataset's folder went away. */
export const panelFailure: NotificationType<RequestFailure> = { method: 'panel/failure' };
