import path from 'node:path';
import { z } from 'zod';
import { splits } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import { evaluationFile, predictionsFile, type PredictionRecord } from '../train/runRecord.ts';
import type { EvaluationKey } from './evaluationRequests.ts';
import { isCurrent } from './isCurrent.ts';
import { readPredictions } from './readPredictions.ts';
import { readRecord } from './readRecord.ts';

const count = z.number().int().nonnegative();
const scores = z.object({ precision: z.number(), recall: z.number(), f1: z.number() });
const reportSchema = z.object({
  split: z.enum(splits), step: count.optional(), accuracy: z.number(), weighted: scores, macro: scores,
  perClass: z.array(scores.extend({ label: z.string(), support: count })).min(1),
  confusion: z.array(z.array(count)),
}).refine(({ perClass, confusion }) => confusion.length === perClass.length && confusion.every((row) => row.length === perClass.length));

async function readReport({ run, split, checkpoint }: EvaluationKey): Promise<EvaluationReport | null> {
  const file = path.join(run, evaluationFile(split, checkpoint));
  const record = await readRecord<unknown>(file);
  if (record === null) return null;
  if (!reportSchema.safeParse(record).success) throw new StickerLabError(`${path.basename(file)} is not what this version of Sticker Lab writes.`, file, 'Evaluate the split again: the file is replaced.');
  return record as EvaluationReport;
}

/**
 * Null where the split has not been predicted, or the checkpoint has moved on since.
 * @throws StickerLabError where the file is damaged or of another version
 */
export async function readEvaluation(key: EvaluationKey): Promise<EvaluationReport | null> {
  const report = await readReport(key);
  return report && (await isCurrent(key.run, key.checkpoint, report.step)) ? report : null;
}

/** Whether predictions that are stored are of the weights that the checkpoint holds, as far as their scores tell. */
export async function arePredictionsCurrent(key: EvaluationKey): Promise<boolean> {
  // Scores that cannot be read tell nothing; why is said when they are asked for.
  const report = await readReport(key).catch(() => null);
  return isCurrent(key.run, key.checkpoint, report?.step);
}

/** [] where there are none, or they are of weights that the checkpoint no longer holds. */
export const readCurrentPredictions = async (key: EvaluationKey): Promise<PredictionRecord[]> =>
  (await arePredictionsCurrent(key)) ? readPredictions(key.run, key.split, key.checkpoint) : [];

export interface PredictedSplit {
  readonly report: EvaluationReport;
  /** Those that fit the report's classes. */
  readonly predictions: readonly PredictionRecord[];
  readonly remarks: readonly string[];
}

/**
 * Report and predictions of a split, which must belong together.
 * @throws StickerLabError where it has not been predicted, or its files do not belong together
 */
export async function readPredictedSplit(key: EvaluationKey): Promise<PredictedSplit> {
  const file = path.join(key.run, predictionsFile(key.split, key.checkpoint));
  const report = await readEvaluation(key);
  if (!report) throw new StickerLabError(`The ${key.split} split has not been predicted by the run's ${key.checkpoint} weights as they are now.`, file, 'Evaluate the split first.');
  const all = await readPredictions(key.run, key.split, key.checkpoint);
  const classes = report.perClass.length;
  const isClass = (index: number) => index >= 0 && index < classes;
  const predictions = all.filter(({ label, prediction, probabilities }) => isClass(label) && isClass(prediction) && probabilities.length === classes);
  const scored = report.perClass.reduce((sum, { support }) => sum + support, 0);
  if (predictions.length === 0 || predictions.length > scored) {
    throw new StickerLabError(`The predictions do not belong to the scores: ${predictions.length} of ${all.length} fit, ${scored} were scored.`, file,
      `Delete the file and ${evaluationFile(key.split, key.checkpoint)}, then evaluate the split again.`);
  }
  const lost = scored - predictions.length;
  return { report, predictions, remarks: lost === 0 ? [] : [`${lost} of ${scored} predictions cannot be read: calibration and slices are without them.`] };
}
