import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { fileFailure } from './fileFailure.ts';

/** SHA-256 of a file's bytes, in hex. @throws StickerLabError where it cannot be read */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(piece as Uint8Array);
  } catch (error) {
    throw fileFailure(error, file);
  }
  return hash.digest('hex');
}
