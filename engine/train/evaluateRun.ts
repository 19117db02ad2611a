import path from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import type { Split } from '../dataset/sticker.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import { scorePredictions } from '../evaluate/scores.ts';
import { createDeviceState } from '../runtime/deviceState.ts';
import type { ComputeDevice } from '../runtime/session.ts';
import { writeSafetensors } from '../weights/safetensors.ts';
import { readCheckpoint } from './checkpoint.ts';
import { createPredictor, type Predictor } from './predictor.ts';
import type { RunConfig } from './runConfig.ts';
import { readRunConfig, writeEvaluation } from './runFolder.ts';
import { requireSameClasses } from './requireSameClasses.ts';
import { checkpointFile, featuresFile, type CheckpointName } from './runRecord.ts';
import { openRunSources, requireExamples, type RunSources } from './runSources.ts';
import { digestWeights } from './weightsDigest.ts';

/** What weights are scored: a checkpoint's, with the training steps behind them. */
export interface ScoredWeights {
  readonly checkpoint: CheckpointName;
  readonly step: number;
  readonly state: ReadonlyMap<string, Float32Array>;
}

/** Predicts one split with the given weights and stores predictions, fused features and scores in the run folder. */
export async function evaluateSplit(
  config: RunConfig, folder: string, sources: RunSources, predictor: Predictor, { checkpoint, step, state: weights }: ScoredWeights, split: Split, device: ComputeDevice, signal: AbortSignal,
): Promise<EvaluationReport> {
  const state = createDeviceState(device, predictor.parameters.map(({ name, shape }) => ({ name, shape, data: weights.get(name)! })));
  const { records, features } = await predictor.predict(sources.examples[split], state.tensors(), signal);
  state.release();
  const report: EvaluationReport = { ...scorePredictions(records.map(({ label }) => label), records.map(({ prediction }) => prediction), config.dataset.classes, split), step };
  await writeSafetensors(path.join(folder, featuresFile(split, checkpoint)), new Map([['feature', { shape: [records.length, config.training.model.fusionWidth], data: features }]]), { weights: digestWeights(weights, predictor.parameters) });
  await writeEvaluation(folder, checkpoint, report, records);
  return report;
}

/**
 * Predicts and scores a split with a run's weights as they are now, and stores predictions, features and scores in the run folder.
 * @throws StickerLabError where the run has no such checkpoint, or the split is empty.
 */
export async function evaluateRun(folder: string, dataset: Dataset, split: Split, checkpoint: CheckpointName, signal: AbortSignal, onActivity: (activity: string) => void | Promise<void>): Promise<EvaluationReport> {
  const config = await readRunConfig(folder);
  requireSameClasses(config, dataset);
  const sources = await openRunSources(folder, dataset, config, { [split]: 'centre' }, signal, onActivity);
  requireExamples(sources.examples, split, dataset.root);
  const predictor = await createPredictor(sources, config.training.batchSize, 'cpu');
  try {
    const { position: { step }, state } = await readCheckpoint(path.join(folder, checkpointFile(checkpoint)), predictor.parameters);
    await onActivity(`Predicting ${sources.examples[split].length} stickers`);
    return await evaluateSplit(config, folder, sources, predictor, { checkpoint, step, state }, split, 'cpu', signal);
  } finally {
    await predictor.release();
  }
}
