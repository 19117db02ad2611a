import type { Dataset } from '../dataset/dataset.ts';
import { fingerprintDataset } from '../dataset/fingerprint.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { Interrupted } from '../errors/interrupted.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { scorePredictions } from '../evaluate/scores.ts';
import { trainingBatch, type TrainingBatch } from './batches.ts';
import { readCheckpoint, type TrainingPosition } from './checkpoint.ts';
import { chooseDevice } from './chooseDevice.ts';
import { evaluateSplit } from './evaluateRun.ts';
import { epochLength, epochOrder, type TrainingExample } from './epochOrder.ts';
import { digestExamples } from './examples.ts';
import { Pace } from './pace.ts';
import { trainingView } from './pictureSource.ts';
import { readVisionWeights } from './pretrained.ts';
import type { ParameterSpec } from '../model/parameters.ts';
import { createPredictor, largestIndex, type Predictor } from './predictor.ts';
import { runFile, openCheckpoints, requireFinite, type RunCheckpoints } from './runCheckpoints.ts';
import type { RunConfig } from './runConfig.ts';
import { readBestEpoch, truncateMetrics, type RunWriter } from './runFolder.ts';
import type { RunResult } from './runRecord.ts';
import { openRunSources, type RunSources } from './runSources.ts';
import { scheduledRate } from './schedule.ts';
import { createTrainer, initialState, type Trainer } from './trainer.ts';
import { explainVersions } from './versions.ts';

interface TrainingRun {
  readonly config: RunConfig;
  readonly writer: RunWriter;
  readonly sources: RunSources;
  readonly trainer: Trainer;
  readonly predictor: Predictor;
  readonly checkpoints: RunCheckpoints;
  readonly signal: AbortSignal;
  readonly pace: Pace;
}

/** The batch for a step; its failure surfaces where it is awaited, and a step that fails first must not leave it unhandled. */
function startBatch(examples: readonly TrainingExample[], sources: RunSources, epoch: number): Promise<TrainingBatch> {
  const batch = trainingBatch(examples, sources, epoch);
  batch.catch(() => undefined);
  return batch;
}

/** Steps of one epoch from where the position says; -> the position at its end. */
async function trainEpoch(run: TrainingRun, start: TrainingPosition, stepsPerEpoch: number): Promise<TrainingPosition> {
  const { config: { training }, writer, sources, trainer, checkpoints, signal, pace } = run;
  const order = epochOrder(sources.examples.train, training.augmentation.repeats, training.seed, start.epoch);
  const part = (index: number) => order.slice(index * training.batchSize, (index + 1) * training.batchSize);
  let position = start;
  let saved = performance.now();
  let upcoming = startBatch(part(position.stepInEpoch), sources, position.epoch);
  while (position.stepInEpoch < stepsPerEpoch) {
    const began = performance.now();
    const examples = part(position.stepInEpoch);
    const batch = await upcoming;
    // Its decoding starts in sharp's threads; the step, which holds this one, comes between.
    if (position.stepInEpoch + 1 < stepsPerEpoch) upcoming = startBatch(part(position.stepInEpoch + 1), sources, position.epoch);
    const step = position.step + 1;
    const learningRate = scheduledRate(training, position.epoch, step, stepsPerEpoch);
    const { losses, logits } = await trainer.step(batch, step, learningRate);
    requireFinite([Object.values(losses)], 'The loss is no longer a number', step, writer);
    const classes = training.model.classes;
    const right = examples.filter(({ label }, row) => largestIndex(logits.subarray(row * classes, (row + 1) * classes)) === label).length;
    position = { epoch: start.epoch, stepInEpoch: position.stepInEpoch + 1, step, lossSum: position.lossSum + losses.loss, rightSum: position.rightSum + right };
    pace.add(examples.length, (performance.now() - began) / 1000);
    await writer.metrics({ kind: 'step', epoch: position.epoch, step, learningRate, ...losses });
    const left = pace.secondsPerImage * training.batchSize * (training.epochs * stepsPerEpoch - step);
    await writer.status({
      epoch: position.epoch, step: position.stepInEpoch, steps: stepsPerEpoch, activity: `Epoch ${position.epoch} of ${training.epochs}`,
      imagesPerSecond: pace.secondsPerImage ? 1 / pace.secondsPerImage : null, secondsLeft: pace.secondsPerImage ? left : null,
    });
    if (signal.aborted || writer.stopRequested()) {
      await checkpoints.saveLast(position, await trainer.state.read());
      throw new Interrupted('Stopped; the checkpoint is written.');
    }
    if (performance.now() - saved >= training.checkpointSeconds * 1000) {
      await checkpoints.saveLast(position, await trainer.state.read());
      saved = performance.now();
    }
  }
  return position;
}

/** Validates after an epoch, keeps the best weights, and moves the checkpoint to the next epoch's start. */
async function closeEpoch(run: TrainingRun, position: TrainingPosition, stepsPerEpoch: number, best: RunResult['best'] | null, seconds: number): Promise<RunResult['best']> {
  const { config, writer, sources, trainer, predictor, checkpoints } = run;
  const state = await trainer.state.read();
  requireFinite(state.values(), 'The weights are no longer numbers', position.step, writer);
  const weights = trainer.state.tensors(predictor.parameters.map(({ name }) => name));
  const score = async (split: 'validation' | 'test') => {
    const { records, loss, accuracy } = await predictor.predict(sources.examples[split], weights);
    const { weighted } = scorePredictions(records.map(({ label }) => label), records.map(({ prediction }) => prediction), config.dataset.classes, split);
    return { loss, accuracy, weightedF1: weighted.f1 };
  };
  const validation = await score('validation');
  const test = config.training.selection === 'test' ? await score('test') : null;
  const { accuracy, weightedF1 } = test ?? validation;
  // The released code, which chooses by the test split, takes the later of two equal epochs.
  const isBest = best === null || accuracy > best.accuracy || (test !== null && accuracy === best.accuracy);
  if (isBest) await checkpoints.stageBest(position, state);
  await writer.metrics({
    kind: 'epoch', epoch: position.epoch, step: position.step, seconds, best: isBest,
    train: { loss: position.lossSum / stepsPerEpoch, accuracy: position.rightSum / (stepsPerEpoch * config.training.batchSize) },
    validation, ...(test ? { test } : {}),
  });
  await checkpoints.saveLast({ epoch: position.epoch + 1, stepInEpoch: 0, step: position.step, lossSum: 0, rightSum: 0 }, state);
  if (isBest) await checkpoints.settleBest(position.epoch);
  return isBest ? { epoch: position.epoch, split: test ? 'test' : 'validation', accuracy, weightedF1 } : best;
}

/** Published weights where the run has them, the others drawn from the seed; moments zero. */
async function firstState({ training, pretrained }: RunConfig, writer: RunWriter, parameters: readonly ParameterSpec[]): Promise<ReadonlyMap<string, Float32Array>> {
  const drawn = initialState(parameters, training.seed);
  if (!pretrained.vision) return drawn;
  const { weights, note, names } = await readVisionWeights(pretrained.vision, parameters);
  await writeAtomically(runFile(writer, 'pretrained'), JSON.stringify(names, null, 2));
  await writer.note([note]);
  return new Map([...drawn, ...weights]);
}

/** The config with a batch no larger than what could be read. */
function fitBatch(config: RunConfig, { examples }: RunSources, root: string): RunConfig {
  for (const split of ['train', 'validation'] as const) {
    if (examples[split].length < 2) throw new StickerLabError(`Only ${examples[split].length} pictures of the ${split} split can be read`, root, 'A training needs at least two in each of train and validation. Replace the broken pictures.');
  }
  const { training } = config;
  return { ...config, training: { ...training, batchSize: Math.min(training.batchSize, epochLength(examples.train.length, training.augmentation.repeats)) } };
}

/**
 * Trains a run to its end, or from its last checkpoint on; then scores the best epoch's weights on validation and, once, on
 * test. Everything it finds goes to the run folder.
 * @throws Interrupted when asked to stop, after the checkpoint is written; StickerLabError where data or checkpoint do not fit.
 */
export async function trainRun(request: RunConfig, dataset: Dataset, writer: RunWriter, signal: AbortSignal): Promise<RunResult> {
  if (fingerprintDataset(dataset) !== request.dataset.fingerprint) {
    throw new StickerLabError('The dataset or its descriptions have changed since this run began', dataset.root, 'Start a new run, so that its numbers belong to one state of the data.');
  }
  await writer.status({ epochs: request.training.epochs });
  const chosen = await chooseDevice(request.device);
  await writer.status({ device: chosen.description, activity: 'Reading pictures' });
  const sources = await openRunSources(writer.folder, dataset, request, { train: trainingView(request.training.augmentation), validation: 'centre', test: 'centre' }, signal, (activity) => {
    if (writer.stopRequested()) throw new Interrupted('Stopped before the first step.');
    return writer.status({ activity });
  });
  await writer.note(sources.notes);
  const config = fitBatch(request, sources, dataset.root);
  const { training } = config;
  await writer.status({ activity: 'Preparing the model' });
  const predictor = await createPredictor(sources, training.batchSize, chosen.device);
  const checkpoints = openCheckpoints(writer, predictor.parameters, digestExamples(sources.examples));
  const checkpoint = await checkpoints.restore();
  if (checkpoint) await writer.note(await explainVersions(config.versions, checkpoint.position.step));
  let position = checkpoint?.position ?? { epoch: 1, stepInEpoch: 0, step: 0, lossSum: 0, rightSum: 0 };
  await truncateMetrics(writer.folder, position);
  let best = await readBestEpoch(writer.folder);
  await checkpoints.settleBest(best?.epoch ?? null);
  const trainer = await createTrainer(training, training.batchSize, chosen.device, checkpoint?.state ?? await firstState(config, writer, predictor.parameters));
  const run: TrainingRun = { config, writer, sources, trainer, predictor, checkpoints, signal, pace: new Pace() };
  const stepsPerEpoch = Math.floor(epochLength(sources.examples.train.length, training.augmentation.repeats) / training.batchSize);
  await writer.status({ state: 'training' });
  while (position.epoch <= training.epochs) {
    const began = performance.now();
    position = await trainEpoch(run, position, stepsPerEpoch);
    best = await closeEpoch(run, position, stepsPerEpoch, best, (performance.now() - began) / 1000);
    position = { epoch: position.epoch + 1, stepInEpoch: 0, step: position.step, lossSum: 0, rightSum: 0 };
  }
  await trainer.release();
  await writer.status({ state: 'evaluating', activity: 'Scoring the best epoch', secondsLeft: null });
  const { position: { step }, state } = await readCheckpoint(runFile(writer, 'bestCheckpoint'), predictor.parameters);
  for (const split of ['validation', 'test'] as const) {
    if (sources.examples[split].length > 0) await evaluateSplit(config, writer.folder, sources, predictor, { checkpoint: 'best', step, state }, split, chosen.device, signal);
  }
  await predictor.release();
  const result: RunResult = {
    run: writer.folder, epochs: training.epochs, best: best!, secondsPerImage: run.pace.secondsPerImage,
    peakMemoryBytes: process.resourceUsage().maxRSS * 1024, device: chosen.description,
  };
  await writer.result(result);
  return result;
}
