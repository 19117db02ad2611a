import type { EvaluationKey, EvaluationReport, PredictionRecord } from '../../extension/protocol/engine.ts';
import type { Host } from '../host/host.ts';

/** A split's predictions and their scores. */
export interface Evaluated {
  readonly key: EvaluationKey;
  readonly report: EvaluationReport;
  readonly predictions: readonly PredictionRecord[];
}

/** What is stored; null where the split has not been predicted. */
export async function readEvaluated(host: Host, key: EvaluationKey, signal: AbortSignal): Promise<Evaluated | null> {
  const report = await host.engine('evaluation/read', key, signal);
  return report && withPredictions(host, key, report, signal);
}

/** Predicts the split where that has not been done, or where it is to be done again. */
export async function computeEvaluated(host: Host, key: EvaluationKey, again: boolean, signal: AbortSignal): Promise<Evaluated> {
  return withPredictions(host, key, await host.engine('evaluation/compute', { ...key, again }, signal), signal);
}

const withPredictions = async (host: Host, key: EvaluationKey, report: EvaluationReport, signal: AbortSignal): Promise<Evaluated> =>
  ({ key, report, predictions: await host.engine('predictions/read', key, signal) });
