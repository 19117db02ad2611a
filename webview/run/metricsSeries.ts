import type { EpochMetrics, MetricsEntry, StepMetrics } from '../../extension/protocol/engine.ts';

/** A run's metrics so far. */
export interface MetricsSeries {
  readonly steps: readonly StepMetrics[];
  readonly epochs: readonly EpochMetrics[];
}

export const noMetrics: MetricsSeries = { steps: [], epochs: [] };

/**
 * The series with further lines of the metrics file. A run that was resumed goes on from its last checkpoint and writes
 * some steps again: the later writing replaces what came after it.
 */
export function withEntries({ steps, epochs }: MetricsSeries, entries: readonly MetricsEntry[]): MetricsSeries {
  const allSteps = [...steps];
  const allEpochs = [...epochs];
  for (const entry of entries) {
    if (entry.kind === 'step') {
      while (allSteps.length > 0 && allSteps.at(-1)!.step >= entry.step) allSteps.pop();
      while (allEpochs.length > 0 && allEpochs.at(-1)!.step >= entry.step) allEpochs.pop();
      allSteps.push(entry);
    } else {
      while (allEpochs.length > 0 && allEpochs.at(-1)!.epoch >= entry.epoch) allEpochs.pop();
      allEpochs.push(entry);
    }
  }
  return { steps: allSteps, epochs: allEpochs };
}

/** The epoch whose checkpoint is kept as the best so far; null before the first. */
export const bestEpoch = ({ epochs }: MetricsSeries): EpochMetrics | null => epochs.findLast(({ best }) => best) ?? null;
