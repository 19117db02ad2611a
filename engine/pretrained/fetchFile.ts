import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileFailure } from '../files/fileFailure.ts';
import { digestsOf } from './digest.ts';
import type { Hub, HubFile } from './hub.ts';
import { BrokenConnection } from './hubFailure.ts';

export interface FileRequest {
  readonly hub: Hub;
  readonly repo: string;
  readonly commit: string;
  readonly listed: HubFile;
  /** The set's folder. What has come so far lies there as `<file>.<start of its digest>.incomplete`. */
  readonly folder: string;
  readonly signal?: AbortSignal;
  /** Bytes of the file that are there. */
  onBytes(bytes: number): void;
}

const incompleteEnding = '.incomplete';
/** Connections that may break off, each after it brought something, before a person is asked. */
const connections = 5;

/** Files of this set that have come in part. */
export const isIncomplete = (name: string) => name.endsWith(incompleteEnding);

/** A changed file has another digest, and so another name: what is resumed is always of the same content. */
const incompleteFile = ({ folder, listed }: FileRequest) => path.join(folder, `${listed.file}.${listed.digest.hex.slice(0, 16)}${incompleteEnding}`);

const bytesOf = (file: string) => stat(file).then(({ size }) => size, () => 0);

/** Asks once for what is missing and adds it to the incomplete file. */
async function receive(request: FileRequest, partial: string): Promise<void> {
  const { hub, repo, commit, listed, signal, onBytes } = request;
  const present = await bytesOf(partial);
  if (present === listed.bytes && present > 0) return;
  const part = await hub.openFile(repo, commit, listed.file, present > listed.bytes ? 0 : present, signal)
    ?? await hub.openFile(repo, commit, listed.file, 0, signal);
  if (!part) throw hub.failures.status(hub.endpoint, 416, null);
  let bytes = part.from;
  const handle = await open(partial, bytes === 0 ? 'w' : 'a').catch((error: unknown) => {
    throw fileFailure(error, partial);
  });
  const onDisk = <T>(work: Promise<T>) => work.catch((error: unknown) => {
    throw fileFailure(error, partial);
  });
  try {
    for await (const piece of part.pieces) {
      bytes += piece.length;
      if (bytes > listed.bytes) throw hub.failures.answer(part.url, `sends more than the ${listed.bytes} bytes it lists for ${listed.file}`);
      await onDisk(handle.appendFile(piece));
      onBytes(bytes);
    }
    if (bytes < listed.bytes) throw hub.failures.network(Object.assign(new Error('short'), { code: 'ECONNRESET' }), part.url);
    await onDisk(handle.sync());
  } finally {
    await handle.close();
  }
}

/** Goes on over connections that break off, as long as each brings something. */
async function receiveAll(request: FileRequest, partial: string): Promise<void> {
  for (let left = connections; ; left--) {
    const before = await bytesOf(partial);
    try {
      await receive(request, partial);
      return;
    } catch (error) {
      if (!(error instanceof BrokenConnection) || left <= 1 || await bytesOf(partial) <= before) throw error;
    }
  }
}

/**
 * Fetches one file into the set's folder: resumed where a part of it is there, verified against the hub's digest, put in place
 * whole. -> its SHA-256 in hex.
 * @throws StickerLabError for a fault of network, server or disk; what had come is kept, unless it was wrong.
 */
export async function fetchFile(request: FileRequest): Promise<string> {
  const { hub, listed, folder, signal, commit, repo } = request;
  const partial = incompleteFile(request);
  for (let resumed = await bytesOf(partial) > 0; ; resumed = false) {
    await receiveAll(request, partial);
    const digests = await digestsOf(partial, listed.bytes, signal);
    if (digests[listed.digest.algorithm] === listed.digest.hex) {
      await rename(partial, path.join(folder, listed.file));
      for (const name of await readdir(folder)) if (name.startsWith(`${listed.file}.`) && isIncomplete(name)) await rm(path.join(folder, name), { force: true });
      return digests.sha256;
    }
    await rm(partial, { force: true });
    // The part from before may be what is damaged: once more, from the start.
    if (!resumed) throw hub.failures.answer(`${hub.endpoint}/${repo}/resolve/${commit}/${listed.file}`, `sends a ${listed.file} that is not the one it lists: its ${listed.digest.algorithm === 'sha256' ? 'SHA-256' : 'git hash'} differs`);
  }
}
