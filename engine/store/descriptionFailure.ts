import { StickerLabError } from '../errors/stickerLabError.ts';

const damaged = ['The file with the descriptions is damaged', 'It is left as it is. Bring it back from a copy, or move it away: descriptions then start again from the dataset\'s own texts.'] as const;
const busy = ['Another process is writing descriptions and does not finish', 'Try again; if that does not help, close other windows and batches that work on this dataset.'] as const;

/** What SQLite's primary result codes mean to a person, and what they can do. */
const meanings: Readonly<Record<number, readonly [message: string, remedy: string]>> = {
  5: busy,
  6: busy,
  8: ['The descriptions cannot be written: the file is read-only', 'Change the permissions of the file and its folder.'],
  10: ['The disk failed while descriptions were read or written', 'Check the disk and its free space and try again; what was stored before is kept.'],
  11: damaged,
  13: ['The disk is full', 'Free some space and try again; what was stored before is kept.'],
  14: ['The descriptions cannot be opened', 'Check that this is a file, and that you may read and write it and its folder.'],
  26: damaged,
};

/** A failure of SQLite as a `StickerLabError` that names the file; any other error as it is. */
export function descriptionFailure(error: unknown, file: string): unknown {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE') return new StickerLabError('The dataset was closed in the meantime', file, 'Do it again: it has been read anew, or has to be opened.', { cause: error });
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  // The low byte of an extended code is the primary one.
  const [message, remedy] = meanings[code & 255] ?? [];
  return message && remedy ? new StickerLabError(message, file, remedy, { cause: error }) : error;
}
