import { createHash } from 'node:crypto';
import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { countElements, decodeElements, elementBytes, isElementType, type ElementType } from './elements.ts';
import type { NamedTensor } from './namedTensor.ts';
import { unusable, withWeightsFile, type WeightsFile } from './weightsFile.ts';

export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

/** The format's own limit of its header. */
const largestHeader = 100_000_000;

/** Some hundred times those of any model read here; each costs time and memory. */
const mostTensors = 100_000;

const count = z.number().int().nonnegative();
const tensorEntry = z.object({ dtype: z.string(), shape: z.array(count), data_offsets: z.tuple([count, count]) });
const headerSchema = z.object({ __metadata__: z.record(z.string(), z.string()).optional() }).catchall(tensorEntry);
type TensorEntry = z.infer<typeof tensorEntry>;

function typeOf(data: NamedTensor['data']): ElementType {
  if (data instanceof Float32Array) return 'F32';
  if (data instanceof Int32Array) return 'I32';
  return data instanceof BigInt64Array ? 'I64' : 'U8';
}

const asBytes = (data: NamedTensor['data']) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Metadata of our own files: what tells that every byte is as it was written. Foreign files lack it. */
const digestKey = 'sticker-lab.sha256';

/** SHA-256 of the metadata and of the tensors in the order of the file. */
function digestOf(metadata: Readonly<Record<string, string>>, tensors: ReadonlyMap<string, NamedTensor>): string {
  const hash = createHash('sha256').update(JSON.stringify(Object.entries(metadata).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  for (const [name, { shape, data }] of tensors) hash.update(JSON.stringify([name, shape])).update(asBytes(data));
  return hash.digest('hex');
}

/** Writes tensors in the safetensors format (8-byte header length, JSON header, data) with their digest, replacing the file whole. */
export async function writeSafetensors(file: string, tensors: ReadonlyMap<string, NamedTensor>, metadata: Readonly<Record<string, string>> = {}): Promise<void> {
  const header: Record<string, unknown> = { __metadata__: { ...metadata, [digestKey]: digestOf(metadata, tensors) } };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: typeOf(data), shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = JSON.stringify(header);
  const padded = Buffer.from(text + ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  await writeAtomically(file, [length, padded, ...[...tensors.values()].map(({ data }) => asBytes(data))]);
}

/** `JSON.parse` keeps the last of two equal keys without a word. */
function findRepeatedName(text: string): string | undefined {
  const names = new Set<string>();
  let depth = 0;
  for (const [token, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && colon) {
      const name = JSON.parse(token.slice(0, -colon.length)) as string;
      if (names.has(name)) return name;
      names.add(name);
    }
  }
  return undefined;
}

function parseHeader(bytes: Uint8Array, file: string) {
  let text: string;
  let header: z.infer<typeof headerSchema>;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    header = headerSchema.parse(JSON.parse(text));
  } catch (error) {
    throw unusable('safetensors', file, 'its header cannot be read', error);
  }
  const repeated = findRepeatedName(text);
  if (repeated !== undefined) throw unusable('safetensors', file, `it holds the tensor ${repeated} twice`);
  return header;
}

/** The tensors' bytes must follow each other and fill the file: no overlap, no hole, as the format demands. */
function checkLayout(entries: readonly (readonly [string, TensorEntry])[], dataBytes: number, file: string): void {
  let end = 0;
  for (const [name, { dtype, shape, data_offsets: [from, to] }] of entries.toSorted(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1])) {
    if (!isElementType(dtype)) throw new StickerLabError(`The tensor ${name} is of type ${dtype}`, file, `Write it as one of ${Object.keys(elementBytes).join(', ')}.`);
    if (to - from !== countElements(shape) * elementBytes[dtype] || to > dataBytes) throw unusable('safetensors', file, `the tensor ${name} does not fit the file`);
    if (from < end) throw unusable('safetensors', file, `the tensor ${name} overlaps another`);
    if (from > end) throw unusable('safetensors', file, `${from - end} bytes before the tensor ${name} belong to no tensor`);
    end = to;
  }
  if (end !== dataBytes) throw unusable('safetensors', file, `its last ${dataBytes - end} bytes belong to no tensor`);
}

/** Metadata, digest and tensor entries, and where the data begins. */
async function readHeader(source: WeightsFile) {
  const { file, size } = source;
  if (size < 8) throw unusable('safetensors', file, `it has only ${size} bytes`);
  const headerBytes = Number(new DataView((await source.read(0, 8)).buffer).getBigUint64(0, true));
  if (headerBytes > size - 8 || headerBytes > largestHeader) throw unusable('safetensors', file, `its header claims ${headerBytes} bytes of ${size}, or it is of another format`);
  const { __metadata__: { [digestKey]: digest, ...metadata } = {}, ...named } = parseHeader(await source.read(8, headerBytes), file);
  return { digest, metadata, entries: Object.entries(named), start: 8 + headerBytes };
}

/** As `readSafetensors`, of a file that is open. */
export async function readOpenSafetensors(source: WeightsFile): Promise<SafetensorsFile> {
  const { file, size } = source;
  const { digest, metadata, entries, start } = await readHeader(source);
  if (entries.length > mostTensors) throw unusable('safetensors', file, `it lists ${entries.length} tensors`);
  checkLayout(entries, size - start, file);
  const tensors = new Map<string, NamedTensor>();
  for (const [name, { dtype, shape, data_offsets: [from, to] }] of entries) {
    tensors.set(name, { shape, data: decodeElements(dtype as ElementType, await source.read(start + from, to - from)) });
  }
  if (digest !== undefined && digest !== digestOf(metadata, tensors)) throw unusable('safetensors', file, 'its bytes are not those that were written');
  return { metadata, tensors };
}

/**
 * Reads a whole file; every length is checked against the file before it is believed, and what we wrote against its digest. Memory: the tensors once.
 * @throws StickerLabError for a file that is missing or cut off, a header that lies, or another element type than `ElementType`.
 */
export const readSafetensors = (file: string): Promise<SafetensorsFile> => withWeightsFile(file, readOpenSafetensors);

/** The metadata alone, without reading any tensor. @throws StickerLabError as `readSafetensors`, for what the header tells. */
export const readSafetensorsMetadata = (file: string): Promise<SafetensorsFile['metadata']> => withWeightsFile(file, async (source) => (await readHeader(source)).metadata);
