import path from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import type { Split } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import { scorePredictions } from '../evaluate/scores.ts';
import { createDeviceState } from '../runtime/deviceState.ts';
import type { ComputeDevice } from '../runtime/session.ts';
import { writeSafetensors } from '../weights/safetensors.ts';
import { readCheckpoint } from './checkpoint.ts';
import { createPredictor, type Predictor } from './predictor.ts';
import type { RunConfig } from './runConfig.ts';
import { readRunConfig, writeEvaluation } from './runFolder.ts';
import { checkpointFile, featuresFile, type CheckpointName } from './runRecord.ts';
import { openRunSources, type RunSources } from './runSources.ts';

/** Predicts one split with the given weights and stores predictions, fused features and scores in the run folder. */
export async function evaluateSplit(
  config: RunConfig, folder: string, sources: RunSources, predictor: Predictor, weights: ReadonlyMap<string, Float32Array>, split: Split, device: ComputeDevice, signal: AbortSignal,
): Promise<EvaluationReport> {
  const state = createDeviceState(device, predictor.parameters.map(({ name, shape }) => ({ name, shape, data: weights.get(name)! })));
  const { records, features } = await predictor.predict(sources.examples[split], state.tensors(), signal);
  state.release();
  const report = scorePredictions(records.map(({ label }) => label), records.map(({ prediction }) => prediction), config.dataset.classes, split);
  await writeSafetensors(path.join(folder, featuresFile(split)), new Map([['feature', { shape: [records.length, config.training.model.fusionWidth], data: features }]]));
  await writeEvaluation(folder, report, records);
  return report;
}

/**
 * Predicts and scores a split with a finished or stopped run's weights. The best checkpoint's predictions are stored in the
 * run folder; those of another are only reported.
 * @throws StickerLabError where the run has no such checkpoint, or the split is empty.
 */
export async function evaluateRun(folder: string, dataset: Dataset, split: Split, checkpoint: CheckpointName, signal: AbortSignal, onActivity: (activity: string) => void | Promise<void>): Promise<EvaluationReport> {
  const config = await readRunConfig(folder);
  if (JSON.stringify(dataset.classes) !== JSON.stringify(config.dataset.classes)) {
    throw new StickerLabError(`The dataset's classes are no longer those the run learned: ${config.dataset.classes.join(', ')}`, dataset.root, 'Bring the labels back to those classes, or train again.');
  }
  const sources = await openRunSources(folder, dataset, config, { [split]: 'centre' }, signal, onActivity);
  if (sources.examples[split].length === 0) throw new StickerLabError(`The ${split} split has no labelled pictures`, dataset.root, 'Choose another split.');
  const predictor = await createPredictor(sources, config.training.batchSize, 'cpu');
  try {
    const { state } = await readCheckpoint(path.join(folder, checkpointFile(checkpoint)), predictor.parameters);
    await onActivity(`Predicting ${sources.examples[split].length} stickers`);
    if (checkpoint === 'best') return await evaluateSplit(config, folder, sources, predictor, state, split, 'cpu', signal);
    const held = createDeviceState('cpu', predictor.parameters.map(({ name, shape }) => ({ name, shape, data: state.get(name)! })));
    const { records } = await predictor.predict(sources.examples[split], held.tensors(), signal);
    return scorePredictions(records.map(({ label }) => label), records.map(({ prediction }) => prediction), config.dataset.classes, split);
  } finally {
    await predictor.release();
  }
}
