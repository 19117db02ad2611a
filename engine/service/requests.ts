import type { Layout, Problem } from '../dataset/dataset.ts';
import type { Descriptions, Split } from '../dataset/sticker.ts';
import type { ComparisonRequests } from './comparisonRequests.ts';
import type { DescribeNotifications, DescribeRequests } from './describeRequests.ts';
import type { DescriptionNotifications, DescriptionRequests } from './descriptionRequests.ts';
import type { EvaluationRequests } from './evaluationRequests.ts';
import type { ExplainRequests } from './explainRequests.ts';
import type { MapNotifications, MapRequests } from './mapRequests.ts';
import type { ReportRequests } from './reportRequests.ts';
import type { StickerFilter } from './stickerFilter.ts';
import type { VerdictNotifications, VerdictRequests } from './verdictRequests.ts';
import type {
  Device, MetricsEntry, Preset, Recipe, RunResult, RunState, RunStatus,
} from '../train/runRecord.ts';

/** What the Datasets tree and the panels' headers show. */
export interface DatasetView {
  readonly root: string;
  readonly name: string;
  readonly layout: Layout;
  readonly classes: readonly string[];
  readonly stickers: number;
  readonly missing: number;
  /** counts[split][label] = stickers; the last column counts those without a label. */
  readonly counts: Readonly<Record<Split, readonly number[]>>;
  readonly described: number;
  readonly notes: readonly string[];
  readonly problems: readonly Problem[];
  /** Where our own files for this dataset live, and whether that is beside the dataset or in the fallback folder. */
  readonly storage: { readonly folder: string; readonly fallback: boolean };
}

export interface StickerTile {
  readonly id: string;
  readonly split: Split;
  readonly label: number | null;
  /** Of the run named in the request, where it has one; an index into that run's own classes. */
  readonly prediction: number | null;
}

export interface StickerView extends StickerTile {
  readonly votes: readonly number[];
  readonly text: string;
  readonly topic: string;
  readonly descriptions: Descriptions;
  readonly attributes: Readonly<Record<string, string>>;
  readonly probabilities: readonly number[] | null;
  /** What the probabilities are of: the run's own classes. */
  readonly predictedClasses: readonly string[] | null;
}

export interface RunView {
  /** Absolute run folder. */
  readonly run: string;
  readonly name: string;
  readonly preset: Preset;
  readonly recipe: Recipe;
  /** The emotions it was trained on, which the dataset may no longer have; [] where they cannot be read. */
  readonly classes: readonly string[];
  readonly created: string;
  readonly state: RunState | 'interrupted' | 'unreadable';
  readonly status: RunStatus | null;
  readonly result: RunResult | null;
  /** Splits with stored predictions. */
  readonly predicted: readonly Split[];
  /** Why the folder cannot be read, for state `unreadable`. */
  readonly trouble?: string;
  /** What people must know about this run: for example that a seeded encoder stood in for BERT, and how many stickers had no descriptions. */
  readonly notes: readonly string[];
}

/** A row of the runs table. */
export interface RunRow {
  readonly run: RunView;
  readonly scores: Readonly<Record<Split, { readonly accuracy: number; readonly weightedF1: number; readonly macroF1: number } | null>>;
  /** Settings by dotted name, for example `learningRate`, `model.imageSize`; `preset`, `recipe` and `device` among them. */
  readonly settings: Readonly<Record<string, string>>;
  /** SHA-256 of what it learned from, '' where the run does not say. */
  readonly fingerprint: string;
}

/** The typed requests of the engine service: extension host to service, and, relayed by the host, webviews to service. */
export interface EngineRequests extends DescriptionRequests, DescribeRequests, EvaluationRequests, MapRequests, ExplainRequests, VerdictRequests, ComparisonRequests, ReportRequests {
  'dataset/open': { params: { root: string; fallbackStorage: string }; result: DatasetView };
  'dataset/close': { params: { root: string }; result: null };
  /** A page of tiles in id order, or in the selection's order. `run` adds predictions. */
  'gallery/page': {
    params: { root: string; filter: StickerFilter; run: string | null; offset: number; limit: number };
    result: { total: number; tiles: StickerTile[] };
  };
  /** All of a filter's stickers, in its order. */
  'gallery/ids': { params: { root: string; filter: StickerFilter }; result: { ids: string[] } };
  /** Position of a sticker in a filter's order, -1 where it is not in it. */
  'gallery/position': { params: { root: string; filter: StickerFilter; id: string }; result: { position: number } };
  /** WebP pictures of at most `size` px a side, from the cache where possible. A broken picture gives a reason instead. */
  'thumbnail/read': {
    params: { root: string; ids: readonly string[]; size: number };
    result: { thumbnails: { id: string; bytes: Uint8Array | null; reason: string | null }[] };
  };
  'sticker/read': { params: { root: string; id: string; run: string | null }; result: StickerView };
  /** The picture as the trainer sees it (first frame, flattened on white), at most 1024 px, as WebP. */
  'picture/read': { params: { root: string; id: string }; result: { bytes: Uint8Array | null; reason: string | null; width: number; height: number; format: string } };
  'runs/list': { params: { root: string }; result: RunView[] };
  'runs/table': { params: { root: string }; result: { rows: RunRow[] } };
  'run/start': { params: { root: string; name: string; preset: Preset; recipe: Recipe; device: Device; settings: Readonly<Record<string, string>> }; result: { run: string } };
  'run/stop': { params: { run: string }; result: null };
  'run/resume': { params: { run: string }; result: null };
  /** Lines of the metrics file from `from` on; `next` is the `from` of the next call. */
  'run/metrics': { params: { run: string; from: number }; result: { entries: MetricsEntry[]; next: number } };
  /** Writes the best epoch's model as one ONNX file. */
  'run/exportOnnx': { params: { run: string; file: string }; result: { bytes: number } };
  'run/log': { params: { run: string }; result: { text: string } };
  /** Processes started from now on look for pretrained weights there. An absolute path. */
  'weights/useFolder': { params: { folder: string }; result: null };
}

export type EngineMethod = keyof EngineRequests;

/** What the service tells the extension host unasked. */
export interface EngineNotifications extends DescriptionNotifications, DescribeNotifications, MapNotifications, VerdictNotifications {
  /** A run's status, metrics or stored results changed. */
  'runs/didChange': { root: string; run: string };
  /** Found while thumbnails were made: adds to the Problems panel. */
  'dataset/didFindProblems': { root: string; problems: readonly Problem[] };
  'log': { level: 'info' | 'warn' | 'error'; message: string };
}
