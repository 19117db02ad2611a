import path from 'node:path';
import type { Dataset, Problem } from '../dataset/dataset.ts';
import { problem } from '../dataset/problem.ts';
import { readDataset } from '../dataset/readDataset.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { openStorage, runsFolder, type Storage } from '../store/storage.ts';
import { openThumbnailCache, type ThumbnailCache } from '../store/thumbnailCache.ts';
import { verdictsFileName } from '../store/verdicts.ts';
import { openDatasetTexts, type DatasetTexts } from './datasetTexts.ts';
import { openDatasetVerdicts, type DatasetVerdicts } from './datasetVerdicts.ts';
import type { Describer } from './describer.ts';
import { createFilterCache, type FilterCache } from './filterCache.ts';
import { missingPictures } from './missingPictures.ts';
import type { Notify } from './requestHandlers.ts';
import { watchRuns } from './runWatcher.ts';

/** A dataset the service holds in memory, with everything that hangs on it. */
export interface OpenDataset {
  /** Its stickers' texts are those of `texts`, as they are now. */
  readonly dataset: Dataset;
  readonly texts: DatasetTexts;
  readonly verdicts: DatasetVerdicts;
  readonly storage: Storage;
  /** Sticker id to index into `dataset.stickers`. */
  readonly positions: ReadonlyMap<string, number>;
  readonly filters: FilterCache;
  readonly thumbnails: ThumbnailCache;
  /** Found after reading, for example while thumbnails were made. */
  readonly laterProblems: Map<string, Problem>;
  /** Ids whose picture was not there when the dataset was read. */
  readonly missing: ReadonlySet<string>;
  /** Thumbnail requests being answered: work that can wait lets them go first. */
  thumbnailsAsked: number;
  /** Aborted by `close`. */
  readonly closed: AbortSignal;
  close(): void;
}

export interface OpenDatasets {
  /** Reads the folder anew, also where it is open already. */
  open(root: string, fallbackStorage: string, signal: AbortSignal): Promise<OpenDataset>;
  get(root: string): OpenDataset;
  /** The dataset a run folder belongs to. */
  ofRun(run: string): OpenDataset;
  close(root: string): void;
  closeAll(): void;
}

export function createOpenDatasets(describer: Describer, notify: Notify): OpenDatasets {
  const open = new Map<string, OpenDataset>();
  const close = (root: string) => {
    open.get(root)?.close();
    open.delete(root);
  };
  return {
    async open(folder, fallbackStorage, signal) {
      const root = path.resolve(folder);
      const read = await readDataset(root, { signal });
      const storage = await openStorage(root, fallbackStorage);
      const filters = createFilterCache();
      const texts = await openDatasetTexts(read, storage.folder, describer, {
        invalid: () => filters.clear(),
        changed: (ids) => notify('descriptions/didChange', { root, ids }),
      });
      const dataset = { ...read, stickers: texts.table.stickers };
      const thumbnails = await openThumbnailCache(storage.folder, (file, error) => {
        notify('dataset/didFindProblems', { root, problems: [storageProblem(root, file, `Thumbnails cannot be kept (${reasonOf(error)}). They are made anew each time.`, 'Make room on the disk and make the folder writable, then reopen the dataset.')] });
      });
      const laterProblems = new Map(missingPictures(read.missing).map((one) => [one.file, one]));
      const verdicts = await openDatasetVerdicts(storage.folder, {
        changed: (id) => notify('verdict/didChange', { root, id }),
        unreadable(error) {
          const found = storageProblem(root, path.join(storage.folder, verdictsFileName), `The verdicts cannot be read (${reasonOf(error)}). Stickers are shown without them, and none can be given.`, 'Make the file readable; it is looked at again every second.');
          laterProblems.set(found.file, found);
        },
      });
      if (signal.aborted) {
        texts.close();
        verdicts.close();
      }
      signal.throwIfAborted();
      const stopWatching = watchRuns(runsFolder(storage), (run) => notify('runs/didChange', { root, run }));
      close(root);
      const closing = new AbortController();
      const opened: OpenDataset = {
        dataset, texts, verdicts, storage, thumbnails, filters,
        positions: new Map(dataset.stickers.map((sticker, position) => [sticker.id, position])),
        laterProblems,
        missing: new Set(dataset.missing),
        thumbnailsAsked: 0,
        closed: closing.signal,
        close() {
          closing.abort();
          stopWatching();
          texts.close();
          verdicts.close();
          thumbnails.close();
        },
      };
      open.set(root, opened);
      return opened;
    },
    get(folder) {
      const opened = open.get(path.resolve(folder));
      if (!opened) throw new StickerLabError(`The dataset ${folder} is not open.`, folder, 'Open it with Sticker Lab: Open Dataset...');
      return opened;
    },
    ofRun(run) {
      for (const opened of open.values()) if (runsFolder(opened.storage) === path.dirname(path.resolve(run))) return opened;
      throw new StickerLabError(`No open dataset holds the run ${run}.`, run, 'Open the dataset it was trained on with Sticker Lab: Open Dataset...');
    },
    close: (folder) => close(path.resolve(folder)),
    closeAll() {
      for (const root of open.keys()) close(root);
    },
  };
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

const storageProblem = (root: string, file: string, message: string, remedy: string): Problem =>
  problem('warning', path.relative(root, file).split(path.sep).join('/'), message, remedy);
