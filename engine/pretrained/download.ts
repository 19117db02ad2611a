import path from 'node:path';
import { makeFolder } from '../files/makeFolder.ts';
import { byHand } from './byHand.ts';
import { catalog, type SetName, type WeightSet } from './catalog.ts';
import { digestsOf } from './digest.ts';
import { fetchFile } from './fetchFile.ts';
import { openHub, type Hub, type HubFile, type HubOptions } from './hub.ts';
import { lockSet } from './lockSet.ts';
import { findParts, isIntact, partsOf, readSet, type SetFile, type SetView } from './readSet.ts';
import { readSource, writeSource, type Source } from './source.ts';
import { weightsFolder } from './weightsFolder.ts';

export interface DownloadOptions extends HubOptions {
  /** The weights' folder; without it the usual one. */
  readonly folder?: string;
  /** Reads what is there and fetches anew what has changed. Without it lengths are compared. */
  readonly check?: boolean;
  readonly signal?: AbortSignal;
  /** Bytes that are there, of all files together. */
  onProgress?(bytes: number, total: number): void;
  /** Another process is fetching this set. */
  onWait?(): void;
}

/** What is there and stays: fetched files that are intact, and whatever a person placed. */
async function keptParts(name: SetName, folder: string, source: Source | null, { check, signal }: DownloadOptions): Promise<Map<string, SetFile>> {
  const kept = new Map<string, SetFile>();
  for (const [part, file] of await findParts(name, folder, source)) if (!check || await isIntact(folder, file, signal)) kept.set(part, file);
  return kept;
}

/** The file to fetch for each part: the first of its names that the repository lists. */
function chooseFiles(name: SetName, { repo, parts }: WeightSet, listed: readonly HubFile[], hub: Hub): Map<string, HubFile> {
  return new Map(Object.entries(parts).map(([part, { hub: names }]) => {
    const file = names.flatMap((one) => listed.filter((candidate) => candidate.file === one))[0];
    if (!file) throw hub.failures.answer(`${hub.endpoint}/${repo}`, `lists no ${names.join(' or ')} for ${name}`);
    return [part, file];
  }));
}

async function fetchSet(name: SetName, folder: string, kept: ReadonlyMap<string, SetFile>, before: Source | null, options: DownloadOptions): Promise<void> {
  const set: WeightSet = catalog[name];
  const { signal } = options;
  const hub = openHub(options, byHand(name, path.dirname(folder)));
  try {
    // The rest of a set is of the same commit as what is there.
    const commit = before && before.repo === set.repo ? before.commit : await hub.resolveCommit(set.repo, set.revision, signal);
    const chosen = chooseFiles(name, set, await hub.listFiles(set.repo, commit, signal), hub);
    const total = [...chosen].reduce((sum, [part, { bytes }]) => sum + (kept.get(part)?.bytes ?? bytes), 0);
    let done = [...kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    const files = [...kept.values()].flatMap(({ file, bytes, sha256 }) => (sha256 === null ? [] : [{ file, bytes, sha256 }]));
    const record = (listed: HubFile, sha256: string) => {
      files.push({ file: listed.file, bytes: listed.bytes, sha256 });
      return writeSource(folder, { endpoint: hub.endpoint, repo: set.repo, revision: set.revision, commit, date: new Date().toISOString(), files });
    };
    for (const [part, listed] of chosen) {
      const present = kept.get(part);
      if (present) {
        // Placed by hand, or put in place just before the process was killed: ours where it is the hub's.
        const digests = present.sha256 === null && present.file === listed.file ? await digestsOf(path.join(folder, present.file), present.bytes, signal) : null;
        if (digests?.[listed.digest.algorithm] === listed.digest.hex) await record(listed, digests.sha256);
        continue;
      }
      const onBytes = (bytes: number) => options.onProgress?.(done + bytes, total);
      const sha256 = await fetchFile({ hub, repo: set.repo, commit, listed, folder, onBytes, ...(signal ? { signal } : {}) });
      await record(listed, sha256);
      done += listed.bytes;
    }
  } finally {
    await hub.close();
  }
}

/**
 * Fetches what is missing of a set. One that is whole is left as it is and nothing is asked of the network; files placed by
 * hand are never replaced. Several processes may ask for the same set: one fetches, the others wait for it.
 * @throws StickerLabError for a fault of network, server or disk, with what to do and how to do without a network.
 */
export async function downloadSet(name: SetName, options: DownloadOptions = {}): Promise<SetView> {
  const all = weightsFolder(options.folder);
  const folder = path.join(all, name);
  await makeFolder(folder);
  const unlock = await lockSet(folder, options.signal, options.onWait);
  try {
    const source = await readSource(folder);
    const kept = await keptParts(name, folder, source, options);
    if (kept.size < Object.keys(partsOf(name)).length) await fetchSet(name, folder, kept, source, options);
    return await readSet(name, all);
  } finally {
    await unlock();
  }
}
