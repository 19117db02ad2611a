import path from 'node:path';
import type { Descriptions } from '../dataset/sticker.ts';
import type { ExplainedDataset, ExplainedSticker } from '../explain/explainer.ts';
import { createExplainers } from './explainers.ts';
import { createFeatureTables, nearestTraining } from './nearestTraining.ts';
import type { OpenDataset, OpenDatasets } from './openDatasets.ts';
import type { Notify, RequestHandlers } from './requestHandlers.ts';
import { withSticker } from './withSticker.ts';

type ExplainRequests = Pick<RequestHandlers, 'explain/probe' | 'explain/attention' | 'explain/meanAttention' | 'explain/neighbours'>;

/** Stickers of which a mean map is made: a second or two each in preset `paper`. */
const mostOfMean = 200;

/** Explanations come from processes of their own, which end with the service. */
export function createExplaining(datasets: OpenDatasets, cli: string, notify: Notify): { readonly handlers: ExplainRequests; dispose(): void } {
  const explainers = createExplainers(cli, notify);
  const features = createFeatureTables();
  return {
    handlers: {
      async 'explain/probe'({ root, run, id, descriptions }, signal) {
        const opened = withSticker(datasets, root, id);
        return explainers.ask(path.resolve(run), 'probe', { dataset: datasetOf(opened), sticker: stickerOf(opened, id, descriptions) }, signal);
      },
      async 'explain/attention'({ root, run, id, descriptions, target }, signal) {
        const opened = withSticker(datasets, root, id);
        return explainers.ask(path.resolve(run), 'attention', { dataset: datasetOf(opened), sticker: stickerOf(opened, id, descriptions), target }, signal);
      },
      async 'explain/meanAttention'({ root, run, ids }, signal) {
        const opened = datasets.get(root);
        const stickers = ids.filter((id) => opened.positions.has(id)).slice(0, mostOfMean).map((id) => stickerOf(opened, id, null));
        if (stickers.length === 0) return { stickers: 0, stages: [] };
        return explainers.ask(path.resolve(run), 'meanAttention', { dataset: datasetOf(opened), stickers }, signal);
      },
      async 'explain/neighbours'({ root, run, id, count }) {
        return nearestTraining(withSticker(datasets, root, id), features, path.resolve(run), id, count);
      },
    },
    dispose: () => explainers.dispose(),
  };
}

const datasetOf = ({ dataset: { root, classes } }: OpenDataset): ExplainedDataset => ({ root, classes });

function stickerOf({ dataset, positions }: OpenDataset, id: string, descriptions: Descriptions | null): ExplainedSticker {
  const { text, descriptions: own } = dataset.stickers[positions.get(id)!];
  return { id, text, descriptions: descriptions ?? own };
}
