import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { EvaluationDetails } from '../evaluate/evaluationDetails.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import { formatTable } from '../evaluate/formatTable.ts';
import { besidePublished } from '../evaluate/publishedTables.ts';
import { publishedTextTable, scoreTable } from '../evaluate/scoreTable.ts';
import { evaluationFile } from '../train/runRecord.ts';
import { runToEnd } from './cliProcess.ts';
import { detailEvaluation } from './detailEvaluation.ts';
import type { EvaluationKey, EvaluationRequests } from './evaluationRequests.ts';
import type { OpenDatasets } from './openDatasets.ts';
import { readCurrentPredictions, readEvaluation, readPredictedSplit } from './readEvaluation.ts';
import { written } from './readRecord.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import { createSharedJobs } from './sharedJobs.ts';

export function evaluationRequests(datasets: OpenDatasets, cli: string): Pick<RequestHandlers, keyof EvaluationRequests> {
  const shared = createSharedJobs<EvaluationReport>();
  const details = async (key: EvaluationKey & { root: string }, signal: AbortSignal): Promise<{ report: EvaluationReport; details: EvaluationDetails }> => {
    const predicted = await readPredictedSplit(key);
    return { report: predicted.report, details: await detailEvaluation(datasets.get(key.root), predicted, signal) };
  };
  return {
    'evaluation/read': (key) => readEvaluation(key),
    'predictions/read': (key) => readCurrentPredictions(key),
    'evaluation/compute': ({ run, split, checkpoint, again }, signal) =>
      shared(`${run} ${split} ${checkpoint} ${again}`, signal, async (jobSignal) => {
        const key = { run, split, checkpoint };
        const stored = again ? null : await readEvaluation(key).catch((error: unknown) => {
          // Damaged, or of another version: to be replaced.
          if (error instanceof StickerLabError) return null;
          throw error;
        });
        if (stored) return stored;
        await runToEnd(cli, ['evaluate', run, '--split', split, '--checkpoint', checkpoint, '--json'], run, jobSignal);
        return written(await readEvaluation(key), path.join(run, evaluationFile(split, checkpoint)));
      }),
    'evaluation/details': async (key, signal) => (await details(key, signal)).details,
    async 'evaluation/published'(key) {
      const report = await readEvaluation(key);
      return report && besidePublished(report);
    },
    async 'evaluation/table'({ format, table, ...key }, signal) {
      const name = path.basename(key.run);
      if (table === 'published') {
        const beside = besidePublished((await readPredictedSplit(key)).report);
        return { text: beside ? formatTable(publishedTextTable(`${name}, ${key.split} split`, beside), format) : '' };
      }
      const { report, details: intervals } = await details(key, signal);
      return { text: formatTable(scoreTable(name, report, intervals), format) };
    },
  };
}
