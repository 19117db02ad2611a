import { StickerLabError } from '../errors/stickerLabError.ts';

const readOnly = ['The disk is read-only', 'Choose another folder.'] as const;
const forbidden = ['You may not write or read there', 'Change the permissions, or choose another folder.'] as const;
const occupied = ['A file is in the way of a folder', 'Choose another path, or move the file.'] as const;
const full = ['The disk is full', 'Free some space and try again; what was stored before is kept.'] as const;

/** What the system's error codes mean to a person, and what they can do. */
const meanings: Readonly<Record<string, readonly [message: string, remedy: string]>> = {
  ENOSPC: full,
  EDQUOT: full,
  EROFS: readOnly,
  EACCES: forbidden,
  EPERM: forbidden,
  ENOTDIR: occupied,
  EEXIST: occupied,
  EISDIR: ['A folder is in the way of a file', 'Choose another path.'],
  ENOENT: ['There is no such file or folder', 'Check the path.'],
};

/** A failure of the file system as a `StickerLabError` that names the file; any other error as it is. */
export function fileFailure(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [message, remedy] = meanings[code] ?? [];
  return message && remedy ? new StickerLabError(message, file, remedy, { cause: error }) : error;
}
