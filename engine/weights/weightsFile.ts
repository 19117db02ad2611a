import { open, stat, type FileHandle } from 'node:fs/promises';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { fileFailure } from '../files/fileFailure.ts';

/** An open file of which no length is believed before it is compared with `size`. */
export interface WeightsFile {
  readonly file: string;
  readonly size: number;
  /** Exactly `length` bytes from `start`, in a buffer of their own. @throws StickerLabError where they are not all there. */
  read(start: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

export type FileKind = 'safetensors' | 'PyTorch';

/** The error for a file whose content is not what its format promises. */
export function unusable(kind: FileKind, file: string, reason: string, cause?: unknown): StickerLabError {
  return new StickerLabError(`Not a usable ${kind} file: ${reason}`, file, 'The file is damaged or cut off. Use another copy of it, or make it again.', { cause });
}

function allocate(length: number, file: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch (error) {
    throw new StickerLabError(`The memory does not hold ${length} bytes of the file`, file, 'Close other programs, or use a smaller file.', { cause: error });
  }
}

async function readRange(handle: FileHandle, file: string, size: number, start: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const cutOff = (end: number) => new StickerLabError(`The file ends after ${end} bytes, where more should follow`, file, 'The file is damaged or cut off. Use another copy of it.');
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(length) || start < 0 || length < 0 || start + length > size) throw cutOff(size);
  const bytes = allocate(length, file);
  for (let done = 0; done < length;) {
    // The system reads at most 2 GiB at once.
    const { bytesRead } = await handle.read(bytes, done, Math.min(length - done, 1 << 30), start + done);
    if (bytesRead === 0) throw cutOff(start + done);
    done += bytesRead;
  }
  return bytes;
}

/**
 * Opens a file for `use` and closes it afterwards.
 * @throws StickerLabError where there is no such file, or it cannot be read.
 */
export async function withWeightsFile<T>(file: string, use: (source: WeightsFile) => Promise<T>): Promise<T> {
  let handle: FileHandle;
  try {
    // A pipe would make `open` wait for someone who writes into it.
    if (!(await stat(file)).isFile()) throw new StickerLabError('This is no file', file, 'Choose a file of weights.');
    handle = await open(file);
  } catch (error) {
    throw fileFailure(error, file);
  }
  try {
    const { size } = await handle.stat();
    return await use({ file, size, read: (start, length) => readRange(handle, file, size, start, length) });
  } catch (error) {
    throw fileFailure(error, file);
  } finally {
    await handle.close();
  }
}
