import path from 'node:path';
import type { Describer } from './describer.ts';
import type { OpenDatasets } from './openDatasets.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import { withSticker } from './withSticker.ts';

export function verdictRequests(datasets: OpenDatasets, describer: Pick<Describer, 'who'>): Pick<RequestHandlers, 'verdict/give' | 'verdict/list'> {
  return {
    async 'verdict/give'({ root, id, verdict, run }) {
      await withSticker(datasets, root, id).verdicts.give({ id, verdict, run: path.basename(run), who: describer.who, at: Date.now() });
      return null;
    },
    async 'verdict/list'({ root }) {
      const { newest } = await datasets.get(root).verdicts.read();
      return [...newest.values()].filter(({ verdict }) => verdict !== null);
    },
  };
}
