import { mkdtemp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readSafetensors, readSafetensorsMetadata, writeSafetensors } from '../../../engine/weights/safetensors.ts';
import { fileOf } from './fixtures.ts';

async function writeSample() {
  const folder = await mkdtemp(path.join(tmpdir(), 'safetensors-'));
  const file = path.join(folder, 'a.safetensors');
  await writeSafetensors(file, new Map([['w', { shape: [2, 2], data: Float32Array.from([1, 2, 3, 4]) }], ['hash', { shape: [3], data: Uint8Array.from([7, 8, 9]) }]]), { note: 'x' });
  return { folder, file };
}

test('what is written reads back, and nothing else is left in the folder', async () => {
  const { folder, file } = await writeSample();
  const { metadata, tensors } = await readSafetensors(file);
  expect(metadata).toEqual({ note: 'x' });
  expect(await readSafetensorsMetadata(file)).toEqual({ note: 'x' });
  expect(tensors.get('w')).toEqual({ shape: [2, 2], data: Float32Array.from([1, 2, 3, 4]) });
  expect(tensors.get('hash')).toEqual({ shape: [3], data: Uint8Array.from([7, 8, 9]) });
  expect(await readdir(folder)).toEqual(['a.safetensors']);
  expect((await readFile(file)).readUInt32LE(0) % 8).toBe(0);
});

test('the metadata is read without the tensors, but not from a header that lies', async () => {
  const { file } = await writeSample();
  await truncate(file, (await readFile(file)).length - 1);
  expect(await readSafetensorsMetadata(file)).toEqual({ note: 'x' });
  await truncate(file, 20);
  await expect(readSafetensorsMetadata(file)).rejects.toMatchObject({ name: 'StickerLabError', file });
});

test.each([
  ['is cut off in the data', async (file: string) => truncate(file, (await readFile(file)).length - 1)],
  ['is cut off in the header', (file: string) => truncate(file, 20)],
  ['is empty', (file: string) => truncate(file, 0)],
  ['claims a longer header', (file: string) => writeFile(file, Buffer.concat([Buffer.from([255, 255, 255, 255, 0, 0, 0, 0]), Buffer.from('{}')]))],
  ['has a header that is no JSON', (file: string) => writeFile(file, Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{x')]))],
])('a file that %s is refused by name', async (_, damage) => {
  const { file } = await writeSample();
  await damage(file);
  await expect(readSafetensors(file)).rejects.toMatchObject({ name: 'StickerLabError', file });
});

test('truncated at any byte, or with any part zeroed or one bit flipped, it is refused', async () => {
  const { file } = await writeSample();
  const whole = await readFile(file);
  const data = 8 + Number(whole.readBigUInt64LE());
  const position = whole.indexOf('"note":"x"') + 8;
  for (let length = 0; length < whole.length; length++) {
    await writeFile(file, whole.subarray(0, length));
    await expect(readSafetensors(file), `cut off after ${length} bytes`).rejects.toMatchObject({ name: 'StickerLabError', file });
  }
  for (let from = 0; from < whole.length; from++) {
    if (whole.subarray(from).every((byte) => byte === 0)) continue;
    await writeFile(file, Buffer.concat([whole.subarray(0, from), Buffer.alloc(whole.length - from)]));
    await expect(readSafetensors(file), `zeros from ${from} on`).rejects.toMatchObject({ name: 'StickerLabError', file });
  }
  for (const at of [position, ...Array.from({ length: whole.length - data }, (_, i) => data + i)]) {
    const flipped = Buffer.from(whole);
    flipped[at] ^= 1;
    await writeFile(file, flipped);
    await expect(readSafetensors(file), `a bit flipped at ${at}`).rejects.toThrow('not those that were written');
  }
});

test('a file of another program, which has no digest, is read', async () => {
  const { file } = await writeSample();
  const header = Buffer.from(JSON.stringify({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(file, Buffer.concat([length, header, Buffer.from(Float32Array.of(5).buffer)]));
  expect(await readSafetensors(file)).toEqual({ metadata: {}, tensors: new Map([['w', { shape: [1], data: Float32Array.of(5) }]]) });
});

test('a tensor whose offsets and shape disagree is refused', async () => {
  const { file } = await writeSample();
  const header = Buffer.from(JSON.stringify({ w: { dtype: 'F32', shape: [1000, 1000], data_offsets: [0, 16] } }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(file, Buffer.concat([length, header, Buffer.alloc(16)]));
  await expect(readSafetensors(file)).rejects.toThrow('the tensor w does not fit the file');
});

async function fileOfHeader(header: string, data: Uint8Array) {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)));
  return fileOf(Buffer.concat([length, Buffer.from(header), data]));
}

const entry = (dtype: string, shape: readonly number[], from: number, to: number) => ({ dtype, shape, data_offsets: [from, to] });

test('whole numbers are kept, shorter and longer floats become float32', async () => {
  const tensors = new Map([['long', { shape: [2], data: BigInt64Array.of(-1n, 2n ** 40n) }], ['int', { shape: [1, 2], data: Int32Array.of(-5, 2 ** 31 - 1) }]] as const);
  const file = await fileOf(new Uint8Array());
  await writeSafetensors(file, tensors);
  expect((await readSafetensors(file)).tensors).toEqual(tensors);
  const data = new Uint8Array(12);
  new DataView(data.buffer).setFloat64(0, 0.1, true);
  // Halves: 1.5 is 0x3e00; -2 as bfloat16 is 0xc000.
  data.set([0x00, 0x3e, 0x00, 0xc0], 8);
  const other = await readSafetensors(await fileOfHeader(JSON.stringify({ d: entry('F64', [1], 0, 8), h: entry('F16', [], 8, 10), b: entry('BF16', [1], 10, 12) }), data));
  expect([...other.tensors.values()].map((tensor) => tensor.data)).toEqual([Float32Array.of(0.1), Float32Array.of(1.5), Float32Array.of(-2)]);
});

test.each([
  ['overlap', JSON.stringify({ a: entry('U8', [8], 0, 8), b: entry('U8', [8], 4, 12) }), 'the tensor b overlaps another'],
  ['leave a hole', JSON.stringify({ a: entry('U8', [4], 0, 4), b: entry('U8', [4], 8, 12) }), '4 bytes before the tensor b belong to no tensor'],
  ['leave a rest', JSON.stringify({ a: entry('U8', [4], 0, 4) }), 'its last 8 bytes belong to no tensor'],
  ['run past the end', JSON.stringify({ a: entry('U8', [13], 0, 13) }), 'the tensor a does not fit the file'],
  ['run backwards', JSON.stringify({ a: entry('U8', [4], 8, 4) }), 'the tensor a does not fit the file'],
  ['overflow', JSON.stringify({ a: entry('F32', [2 ** 52, 2 ** 52, 4], 0, 12) }), 'the tensor a does not fit the file'],
  ['have an unknown type', JSON.stringify({ a: entry('F8_E4M3', [12], 0, 12) }), 'of type F8_E4M3'],
  ['share a name', `{"a": ${JSON.stringify(entry('U8', [12], 0, 12))}, "\\u0061": ${JSON.stringify(entry('U8', [12], 0, 12))}}`, 'it holds the tensor a twice'],
])('tensors that %s are refused', async (_, header, message) => {
  await expect(readSafetensors(await fileOfHeader(header, new Uint8Array(12)))).rejects.toThrow(message);
});

test('a missing file is an error of its own', async () => {
  await expect(readSafetensors('/nowhere/a.safetensors')).rejects.toMatchObject({ name: 'StickerLabError', message: 'There is no such file or folder' });
});
