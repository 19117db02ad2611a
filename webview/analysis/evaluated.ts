import type { EvaluationKey, EvaluationReport, PredictionRecord } from '../../extension/protocol/engine.ts';
import type { RequestFailure } from '../../extension/protocol/failure.ts';
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

/** Predicts the split where that has not been done. */
export async function computeEvaluated(host: Host, key: EvaluationKey, signal: AbortSignal): Promise<Evaluated> {
  return withPredictions(host, key, await host.engine('evaluation/compute', key, signal), signal);
}

async function withPredictions(host: Host, key: EvaluationKey, report: EvaluationReport, signal: AbortSignal): Promise<Evaluated> {
  if (!isWhole(report)) throw foreign(key);
  return { key, report, predictions: await host.engine('predictions/read', key, signal) };
}

/** A file of another version may hold anything. */
function isWhole({ perClass, confusion, weighted, macro }: Partial<EvaluationReport>): boolean {
  const square = Array.isArray(perClass) && Array.isArray(confusion) && confusion.length === perClass.length && confusion.every((row) => Array.isArray(row) && row.length === perClass.length);
  return square && weighted !== undefined && macro !== undefined;
}

const foreign = ({ run, split }: EvaluationKey): RequestFailure => ({
  message: `The stored scores of the ${split} split are not what this version writes.`,
  data: { file: run, remedy: 'The run was written by another version, or its files were changed. Delete its folder "evaluation": the scores are computed again when they are asked for.' },
});
