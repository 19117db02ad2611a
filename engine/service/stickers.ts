import { pictureFile } from '../dataset/dataset.ts';
import { readPicture } from '../images/readPicture.ts';
import { loadSharp } from '../images/sharp.ts';
import type { OpenDatasets } from './openDatasets.ts';
import { plainBytes } from './plainBytes.ts';
import type { PredictionTables } from './predictions.ts';
import type { RequestHandlers } from './requestHandlers.ts';
import { withSticker } from './withSticker.ts';

/** Longest side of the picture shown in the Sticker panel. */
const pictureSide = 1024;

export function stickerRequests(
  datasets: OpenDatasets,
  predictions: PredictionTables,
): Pick<RequestHandlers, 'sticker/read' | 'picture/read'> {
  return {
    async 'sticker/read'({ root, id, run }) {
      const opened = withSticker(datasets, root, id);
      const position = opened.positions.get(id)!;
      const table = run ? await predictions.of(opened, run) : null;
      return {
        ...opened.dataset.stickers[position],
        prediction: table?.predicted(position) ?? null,
        probabilities: table?.probabilities(id) ?? null,
        predictedClasses: table?.classes ?? null,
      };
    },
    async 'picture/read'({ root, id }) {
      const opened = withSticker(datasets, root, id);
      await loadSharp();
      try {
        const { bytes, ...facts } = await readPicture(pictureFile(opened.dataset, id), pictureSide);
        return { ...facts, bytes: plainBytes(bytes), reason: null };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { bytes: null, reason, width: 0, height: 0, format: '' };
      }
    },
  };
}
