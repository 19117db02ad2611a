import os from 'node:os';
import { fingerprintDataset } from '../dataset/fingerprint.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { composeReport } from '../report/composeReport.ts';
import { writeReport } from '../report/writeReport.ts';
import { readResult, readRunConfig } from '../train/runFolder.ts';
import { programVersion } from '../train/versions.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { RequestHandlers } from './requestHandlers.ts';

type Evaluations = Pick<RequestHandlers, 'evaluation/read' | 'evaluation/details' | 'evaluation/published'>;

/** `evaluations`: the handlers that answer what a panel shows, so that a report says the same. */
export function reportRequests(datasets: Pick<OpenDatasets, 'get'>, evaluations: Evaluations): Pick<RequestHandlers, 'report/write'> {
  return {
    async 'report/write'({ root, run, split, checkpoint, file, figures }, signal) {
      const { dataset } = datasets.get(root);
      const config = await readRunConfig(run);
      const key = { root, run, split, checkpoint };
      const evaluation = await evaluations['evaluation/read'](key, signal);
      if (!evaluation) throw new StickerLabError(`${config.name} has not predicted the ${split} split with its ${checkpoint} checkpoint.`, run, 'Compute it in the Analysis panel first.');
      const [details, published, result] = await Promise.all([
        evaluations['evaluation/details'](key, signal), evaluations['evaluation/published'](key, signal), readResult(run),
      ]);
      signal.throwIfAborted();
      return writeReport(composeReport({
        written: new Date().toISOString(), config, result, split, checkpoint, evaluation, details, published, figures,
        fingerprint: fingerprintDataset(dataset),
        environment: { 'sticker-lab': programVersion(), node: process.versions.node, system: `${os.type()} ${os.release()} ${os.arch()}`, processor: os.cpus()[0]?.model.trim() ?? '' },
      }), file);
    },
  };
}
