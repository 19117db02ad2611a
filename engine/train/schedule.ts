import { learningRateAt } from '../optim/learningRate.ts';
import type { TrainingConfig } from './runConfig.ts';

/** The rate after warm-up, scaled by the batch where the config asks for it. */
export const peakLearningRate = ({ learningRate, learningRateBatch }: Pick<TrainingConfig, 'learningRate' | 'learningRateBatch'>) =>
  (learningRateBatch > 0 ? (learningRate * learningRateBatch) / 512 : learningRate);

/**
 * The rate of one step; `epoch` and `step` count from 1, `step` over the whole run.
 *
 * `epoch` is the released code's schedule: it sets the rate after each epoch from that epoch's 0-based number t, so that the
 * first two epochs both run at the floor, warm-up rises over t = 0..warmup, and the cosine runs over t / epochs.
 */
export function scheduledRate(training: TrainingConfig, epoch: number, step: number, stepsPerEpoch: number): number {
  const { minimumLearningRate: floor, warmupEpochs, epochs } = training;
  const peak = peakLearningRate(training);
  if (training.schedule === 'step') return learningRateAt(step, { peak, floor, warmupSteps: warmupEpochs * stepsPerEpoch, steps: epochs * stepsPerEpoch });
  const t = Math.max(0, epoch - 2);
  if (t < warmupEpochs) return floor + (t * (peak - floor)) / warmupEpochs;
  return floor + ((peak - floor) * (1 + Math.cos((Math.PI * t) / epochs))) / 2;
}
