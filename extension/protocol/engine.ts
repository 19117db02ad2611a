/** The service's own types, as the webviews see them: types only, so no engine code reaches a webview. */
export type * from '../../engine/service/requests.ts';
export type * from '../../engine/service/stickerFilter.ts';
export type * from '../../engine/service/descriptionRequests.ts';
export type * from '../../engine/service/describeRequests.ts';
export type { Problem } from '../../engine/dataset/dataset.ts';
export type { Split, View } from '../../engine/dataset/sticker.ts';
export type { EvaluationReport } from '../../engine/evaluate/evaluationReport.ts';
export type { Device, EpochMetrics, MapRecord, MetricsEntry, PredictionRecord, Preset, RunStatus, StepMetrics } from '../../engine/train/runRecord.ts';
export type { DescriptionState, Generation, ShownState } from '../../engine/store/descriptionRecord.ts';
export type { BatchPolicy } from '../../engine/describe/batchConfig.ts';
export type { PieceCount } from '../../engine/text/pieceCounter.ts';
export type { TextQuery } from '../../engine/describe/textQuery.ts';
