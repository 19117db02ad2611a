import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** What the hub says of a file's content: SHA-256 of a large one, git's own hash of a small one. */
export interface Digest {
  readonly algorithm: 'sha256' | 'git';
  readonly hex: string;
}

/** Both hashes, in hex, of a file of `bytes` bytes as it lies on the disk. */
export async function digestsOf(file: string, bytes: number, signal?: AbortSignal): Promise<Readonly<Record<Digest['algorithm'], string>>> {
  const sha256 = createHash('sha256');
  // Git hashes a blob with its type and length before it.
  const git = createHash('sha1').update(`blob ${bytes}\0`);
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20, ...(signal ? { signal } : {}) })) {
    sha256.update(piece as Uint8Array);
    git.update(piece as Uint8Array);
  }
  return { sha256: sha256.digest('hex'), git: git.digest('hex') };
}
