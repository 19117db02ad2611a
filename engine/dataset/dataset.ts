import path from 'node:path';
import type { Sticker } from './sticker.ts';

export type Layout = 'ser30k' | 'met-meme' | 'class-folders' | 'jsonl' | 'csv';

/** Something wrong with the data that did not stop the reading. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'information';
  /** Path within the dataset of the file to look at. */
  readonly file: string;
  /** 1-based, where known. */
  readonly line?: number;
  readonly message: string;
  /** What the person can do about it. */
  readonly remedy: string;
}

export interface Dataset {
  /** Absolute path of the folder that was opened. Never written to, but for `.sticker-lab/`. */
  readonly root: string;
  readonly name: string;
  readonly layout: Layout;
  readonly classes: readonly string[];
  /** Sorted by id. Includes stickers whose picture is missing. */
  readonly stickers: readonly Sticker[];
  /** Ids whose picture does not exist. */
  readonly missing: readonly string[];
  readonly problems: readonly Problem[];
  /** Decisions the reader made, for people: for example how the label order was inferred. */
  readonly notes: readonly string[];
}

export function pictureFile(dataset: Pick<Dataset, 'root'>, id: string): string {
  return path.join(dataset.root, id);
}
