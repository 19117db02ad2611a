import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { readSafetensors, writeSafetensors } from '../weights/safetensors.ts';
import type { TextEncoder } from './textEncoder.ts';

const hashBytes = 16;
const hashText = (text: string) => createHash('sha256').update(text).digest().subarray(0, hashBytes);

/** Features of texts, by content: a changed description recomputes only itself. */
export interface FeatureTable {
  /** View into the table: float32 [width]. */
  feature(text: string): Float32Array;
  /** Texts that were longer than the encoder reads, among those computed now. */
  readonly cut: number;
  readonly computed: number;
}

async function readCache(file: string, width: number): Promise<Map<string, Float32Array>> {
  const known = new Map<string, Float32Array>();
  if (!existsSync(file)) return known;
  try {
    const { tensors } = await readSafetensors(file);
    const hashes = tensors.get('hash')?.data as Uint8Array;
    const features = tensors.get('feature')?.data as Float32Array;
    for (let row = 0; row * hashBytes < hashes.length; row++) {
      known.set(Buffer.from(hashes.subarray(row * hashBytes, (row + 1) * hashBytes)).toString('hex'), features.subarray(row * width, (row + 1) * width));
    }
  } catch (error) {
    // A damaged cache costs time, not work: it is computed again and replaced.
    if (!(error instanceof StickerLabError)) throw error;
  }
  return known;
}

async function writeCache(file: string, known: ReadonlyMap<string, Float32Array>, width: number): Promise<void> {
  const hashes = new Uint8Array(known.size * hashBytes);
  const features = new Float32Array(known.size * width);
  [...known].forEach(([hash, feature], row) => {
    hashes.set(Buffer.from(hash, 'hex'), row * hashBytes);
    features.set(feature, row * width);
  });
  await writeSafetensors(file, new Map([['hash', { shape: [known.size, hashBytes], data: hashes }], ['feature', { shape: [known.size, width], data: features }]]));
}

/** Features of all `texts`, from `<folder>/<encoder>.safetensors` where they are there; the rest is computed and added. */
export async function loadFeatures(folder: string, encoder: TextEncoder, texts: Iterable<string>, signal?: AbortSignal): Promise<FeatureTable> {
  const file = path.join(folder, `${encoder.fingerprint.slice(0, 16)}.safetensors`);
  const known = await readCache(file, encoder.width);
  const keys = new Map<string, string>();
  for (const text of texts) if (!keys.has(text)) keys.set(text, hashText(text).toString('hex'));
  const wanted = [...keys].filter(([, key]) => !known.has(key));
  const { features, cut } = await encoder.encode(wanted.map(([text]) => text), signal);
  wanted.forEach(([, key], row) => known.set(key, features.subarray(row * encoder.width, (row + 1) * encoder.width)));
  if (wanted.length > 0) await writeCache(file, known, encoder.width);
  return {
    cut,
    computed: wanted.length,
    feature(text) {
      const feature = known.get(keys.get(text) ?? '');
      if (!feature) throw new Error('asked for a text that was not loaded');
      return feature;
    },
  };
}
