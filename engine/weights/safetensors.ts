import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { writeAtomically } from '../files/writeAtomically.ts';

export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array;
}

export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

const elementBytes = { F32: 4, U8: 1 } as const;

const tensorEntry = z.object({
  dtype: z.enum(['F32', 'U8']),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const headerSchema = z.object({ __metadata__: z.record(z.string(), z.string()).optional() }).catchall(tensorEntry);

const asBytes = (data: Float32Array | Uint8Array) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

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
    header[name] = { dtype: data instanceof Float32Array ? 'F32' : 'U8', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const text = JSON.stringify(header);
  const padded = Buffer.from(text + ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  await writeAtomically(file, [length, padded, ...[...tensors.values()].map(({ data }) => asBytes(data))]);
}

function refuse(file: string, reason: string, cause?: unknown): never {
  throw new StickerLabError(`Not a usable safetensors file: ${reason}`, file, 'The file is damaged or cut off. Use another copy of it, or make it again.', { cause });
}

async function readExactly(handle: FileHandle, length: number, position: number, file: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(length - done, 1 << 30), position + done);
    if (bytesRead === 0) refuse(file, `it ends after ${position + done} bytes`);
    done += bytesRead;
  }
  return bytes;
}

function parseHeader(bytes: Uint8Array, file: string) {
  try {
    return headerSchema.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (error) {
    return refuse(file, 'its header cannot be read', error);
  }
}

/**
 * Reads a whole file; every length is checked against the file before it is believed, and what we wrote against its digest.
 * @throws StickerLabError for a truncated or altered file, a header that lies, or an element type other than F32 and U8.
 */
export async function readSafetensors(file: string): Promise<SafetensorsFile> {
  const handle = await open(file).catch((error: unknown) => refuse(file, 'it cannot be opened', error));
  try {
    const { size } = await handle.stat();
    if (size < 8) refuse(file, `it has only ${size} bytes`);
    const headerBytes = Number(Buffer.from(await readExactly(handle, 8, 0, file)).readBigUInt64LE());
    if (headerBytes > size - 8) refuse(file, `its header claims ${headerBytes} bytes of ${size}`);
    const { __metadata__: { [digestKey]: digest, ...metadata } = {}, ...entries } = parseHeader(await readExactly(handle, headerBytes, 8, file), file);
    const tensors = new Map<string, NamedTensor>();
    for (const [name, { dtype, shape, data_offsets: [start, end] }] of Object.entries(entries)) {
      const length = shape.reduce((product, dimension) => product * dimension, elementBytes[dtype]);
      if (end - start !== length || 8 + headerBytes + end > size) refuse(file, `the tensor ${name} does not fit the file`);
      const bytes = await readExactly(handle, length, 8 + headerBytes + start, file);
      tensors.set(name, { shape, data: dtype === 'F32' ? new Float32Array(bytes.buffer) : bytes });
    }
    if (digest !== undefined && digest !== digestOf(metadata, tensors)) refuse(file, 'its bytes are not those that were written');
    return { metadata, tensors };
  } finally {
    await handle.close();
  }
}
