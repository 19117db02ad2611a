import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { readSafetensors, writeSafetensors } from '../weights/safetensors.ts';
import type { TextEncoder } from './textEncoder.ts';

const hashBytes = 16;
const hashText = (text: string) => createHash('sha256').update(text).digest().subarray(0, hashBytes).toString('hex');

/** Features of texts, by content: a changed description recomputes only itself. */
export interface FeatureTable {
  /** float32 [width] */
  feature(text: string): Float32Array;
  /** The texts asked for that are longer than the encoder reads. */
  readonly cut: ReadonlySet<string>;
  /** Texts that were not in the cache. */
  readonly computed: number;
}

export interface LoadOptions {
  /** What is done when it fires is kept. */
  readonly signal?: AbortSignal;
  /** Texts computed, and texts to compute. */
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
  /** Time between two writings of what is done so far. */
  readonly saveSeconds?: number;
}

interface Entry {
  readonly feature: Float32Array;
  readonly cut: boolean;
}

async function readCache(file: string, width: number): Promise<Map<string, Entry>> {
  const known = new Map<string, Entry>();
  if (!existsSync(file)) return known;
  try {
    const { tensors } = await readSafetensors(file);
    const [hashes, cut, features] = ['hash', 'cut', 'feature'].map((name) => tensors.get(name)?.data);
    if (!(hashes instanceof Uint8Array && cut instanceof Uint8Array && features instanceof Float32Array)) return known;
    if (hashes.length !== cut.length * hashBytes || features.length !== cut.length * width) return known;
    for (let row = 0; row < cut.length; row++) {
      const hash = Buffer.from(hashes.subarray(row * hashBytes, (row + 1) * hashBytes)).toString('hex');
      known.set(hash, { feature: features.subarray(row * width, (row + 1) * width), cut: cut[row] === 1 });
    }
  } catch (error) {
    // A damaged cache costs time, not work: it is computed again and replaced.
    if (!(error instanceof StickerLabError)) throw error;
  }
  return known;
}

async function writeCache(file: string, known: ReadonlyMap<string, Entry>, width: number): Promise<void> {
  const rows = known.size;
  const [hash, cut, feature] = [new Uint8Array(rows * hashBytes), new Uint8Array(rows), new Float32Array(rows * width)];
  [...known].forEach(([key, entry], row) => {
    hash.set(Buffer.from(key, 'hex'), row * hashBytes);
    cut[row] = Number(entry.cut);
    feature.set(entry.feature, row * width);
  });
  await writeSafetensors(file, new Map([['hash', { shape: [rows, hashBytes], data: hash }], ['cut', { shape: [rows], data: cut }], ['feature', { shape: [rows, width], data: feature }]]));
}

/**
 * Features of all `texts`, from `<folder>/<encoder>.safetensors` where they are there; the rest is computed and added, every
 * minute and at the end, also where the end is a stop or a fault.
 */
export async function loadFeatures(folder: string, encoder: TextEncoder, texts: Iterable<string>, { signal, onProgress, saveSeconds = 60 }: LoadOptions = {}): Promise<FeatureTable> {
  const file = path.join(folder, `${encoder.fingerprint.slice(0, 16)}.safetensors`);
  const known = await readCache(file, encoder.width);
  const keys = new Map<string, string>();
  for (const text of texts) if (!keys.has(text)) keys.set(text, hashText(text));
  const wanted = [...keys].filter(([, key]) => !known.has(key));
  let saved = performance.now();
  let unsaved = 0;
  const save = async () => {
    if (unsaved > 0) await writeCache(file, known, encoder.width);
    [saved, unsaved] = [performance.now(), 0];
  };
  try {
    await encoder.encode(wanted.map(([text]) => text), {
      signal,
      onBatch: async (features, done, total) => {
        for (const { index, feature, cut } of features) known.set(wanted[index][1], { feature, cut });
        unsaved += features.length;
        if (performance.now() - saved >= saveSeconds * 1000) await save();
        await onProgress?.(done, total);
      },
    });
  } finally {
    await save();
  }
  return {
    cut: new Set([...keys].filter(([, key]) => known.get(key)!.cut).map(([text]) => text)),
    computed: wanted.length,
    feature(text) {
      const entry = known.get(keys.get(text) ?? '');
      if (!entry) throw new Error('asked for a text that was not loaded');
      return entry.feature;
    },
  };
}
