import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { StickerLabError } from '../../../engine/errors/stickerLabError.ts';
import { createRandom } from '../../../engine/random/random.ts';
import { countElements } from '../../../engine/weights/elements.ts';
import { readWeights } from '../../../engine/weights/readWeights.ts';
import { expectOddTensors, fileOf, fixture } from './fixtures.ts';

test.each(['wrapped.zip.pth', 'wrapped.legacy.pth', 'flat.bin', 'protocol4.pt', 'unchecked.pt'])('%s reads as PyTorch wrote it', async (name) => {
  expectOddTensors(await readWeights(fixture(name)));
});

test('tensors that share their data in PyTorch share it here', async () => {
  const tensors = await readWeights(fixture('flat.bin'));
  expect(tensors.get('row')!.data.buffer).toBe(tensors.get('base')!.data.buffer);
});

test.each([
  ['system.zip.pth', 'os.system'],
  ['system.legacy.pth', 'os.system'],
  ['nested.zip.pth', '__builtin__.getattr'],
  ['nested.legacy.pth', '__builtin__.getattr'],
])('%s, which asks for %s, is refused by that name', async (name, asked) => {
  await expect(readWeights(fixture(name))).rejects.toMatchObject({ name: 'StickerLabError', file: fixture(name), message: `The checkpoint asks Python for ${asked}. Nothing was run: only tensors are read here` });
});

/** The legacy format around an object's pickle, all as hexadecimal digits. */
function legacyFile(object: string, keys = '5d2e', data = ''): Buffer {
  return Buffer.from(`80028a0a6cfc9c46f9206aa850192e80024de9032e80027d2e${object}${keys}${data}`, 'hex');
}
const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const word = (value: number) => Buffer.from(Uint32Array.of(value).buffer).toString('hex');
const string = (text: string) => `58${word(text.length)}${hex(text)}`;
const global = (module: string, name: string) => `63${hex(`${module}\n${name}\n`)}`;
/** {'w': tensor} over 4 floats, with operations for offset, shape and strides. */
const tensorPickle = (offset: string, shape: string, strides: string, elements = '4b04') =>
  `80027d${string('w')}${global('torch._utils', '_rebuild_tensor_v2')}28` +
  `28${string('storage')}${global('torch', 'FloatStorage')}${string('0')}${string('cpu')}${elements}7451${offset}${shape}${strides}894e7452732e`;
const keys = `5d${string('0')}612e`;
const fourFloats = '04000000000000000000803f000000400000404000008040';

test('a tensor written by hand is read, which the lies below start from', async () => {
  const tensors = await readWeights(await fileOf(legacyFile(tensorPickle('4b00', '4b024b0286', '4b024b0186'), keys, fourFloats)));
  expect(tensors.get('w')).toEqual({ shape: [2, 2], data: Float32Array.from([1, 2, 3, 4]) });
});

const huge = '8a08ffffffffffffff7f';
test.each([
  ['more numbers than its data', tensorPickle('4b00', '4b054b0186', '4b014b0186'), keys, fourFloats, 'does not fit its data'],
  ['an offset past its data', tensorPickle('4b03', '4b024b0186', '4b014b0186'), keys, fourFloats, 'does not fit its data'],
  ['strides out of its data', tensorPickle('4b00', '4b024b0286', '4b044b0186'), keys, fourFloats, 'does not fit its data'],
  ['the same numbers a million times', tensorPickle('4b00', `4a${word(1e6)}4b0186`, '4b004b0086'), keys, fourFloats, 'does not fit its data'],
  ['dimensions whose product overflows', tensorPickle('4b00', `4a${word(2 ** 31 - 1)}4a${word(2 ** 31 - 1)}86`, '4b004b0086'), keys, fourFloats, 'does not fit its data'],
  ['a negative dimension', tensorPickle('4b00', `4a${word(2 ** 32 - 2)}4b0186`, '4b014b0186'), keys, fourFloats, 'impossible shape'],
  ['a dimension beyond exact numbers', tensorPickle('4b00', `${huge}4b0186`, '4b014b0186'), keys, fourFloats, 'impossible shape'],
  ['another count than its data', tensorPickle('4b00', '4b024b0286', '4b024b0186', '4b05'), keys, fourFloats, 'numbers where 5 are wanted'],
  ['data longer than the file', tensorPickle('4b00', '4b024b0286', '4b024b0186'), keys, 'ffffffffffffffff', 'it ends within the data'],
  ['no data at all', tensorPickle('4b00', '4b024b0286', '4b024b0186'), '5d2e', '', 'has no numbers'],
  ['a memo entry that was never stored', '800268092e', '5d2e', '', 'recalls entry 9'],
  ['an end of a list that never began', '8002652e', '5d2e', '', 'never began'],
  ['an empty stack', '8002302e', '5d2e', '', 'takes more than it holds'],
  ['an integer of 2 GB', `80028b${word(2 ** 31)}2e`, '5d2e', '', 'integer of 2147483648 bytes'],
  ['a text of 4 GB', `800258${word(2 ** 32 - 1)}`, '', '', 'ends too early'],
  ['an unknown operation', '8002ff2e', '5d2e', '', '0xff'],
  ['a dictionary that holds itself', `80027d7100${string('model')}6800732e`, '5d2e', '', 'no named tensors'],
  ['a call of a text', `8002${string('os.system')}29522e`, '5d2e', '', 'cannot be called'],
  ['no tensors', '80027d2e', '5d2e', '', 'no named tensors'],
  ['three million operations', `8002${'4e30'.repeat(1_500_000)}2e`, '5d2e', '', 'more than 2000000 operations'],
])('a checkpoint with %s is refused', async (_, object, list, data, message) => {
  const file = await fileOf(legacyFile(object, list, data));
  await expect(readWeights(file)).rejects.toMatchObject({ name: 'StickerLabError', file, message: expect.stringContaining(message) as string });
});

test.each([
  ['nothing', '', 'neither of safetensors nor of PyTorch'],
  ['a pointer of git-lfs', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n', 'git-lfs'],
  ['a web page', '<!DOCTYPE html><html>', 'a web page'],
])('a file with %s says so', async (_, text, message) => {
  const file = await fileOf(Buffer.from(text), 'pvt_small.pth');
  await expect(readWeights(file)).rejects.toMatchObject({ name: 'StickerLabError', file, message: expect.stringContaining(message) as string });
});

test('a missing file, a folder and a misleading ending', async () => {
  await expect(readWeights('/nowhere/a.pth')).rejects.toMatchObject({ name: 'StickerLabError', message: 'There is no such file or folder' });
  await expect(readWeights(import.meta.dirname)).rejects.toMatchObject({ name: 'StickerLabError', message: 'This is no file' });
  expectOddTensors(await readWeights(await fileOf(await readFile(fixture('flat.bin')), 'flat.safetensors')));
});

/** The file's tensors, or null where it was refused as it should be. */
async function readOrRefuse(bytes: Uint8Array) {
  try {
    return await readWeights(await fileOf(bytes));
  } catch (error) {
    if (error instanceof StickerLabError) return null;
    throw error;
  }
}

test.each(['wrapped.zip.pth', 'wrapped.legacy.pth', 'pvt.safetensors'])('%s cut off anywhere is refused', async (name) => {
  const whole = await readFile(fixture(name));
  for (let length = 0; length < Math.min(whole.length, 37 * 400); length += 37) expect(await readOrRefuse(whole.subarray(0, length)), `${length} bytes`).toBeNull();
  expect(await readOrRefuse(whole.subarray(0, -1))).toBeNull();
});

test.each(['wrapped.zip.pth', 'wrapped.legacy.pth', 'bert.safetensors'])('%s with flipped bytes is refused or reads as well-formed tensors', async (name) => {
  const whole = await readFile(fixture(name));
  const random = createRandom('flip', name);
  for (let trial = 0; trial < 400; trial++) {
    const damaged = Buffer.from(whole);
    for (let flips = 1 + random.integer(3); flips > 0; flips--) damaged[random.integer(whole.length)] ^= 1 + random.integer(255);
    const tensors = await readOrRefuse(damaged);
    if (!tensors) continue;
    // A zip file has checksums: what is read from it is right.
    if (name.includes('zip')) expectOddTensors(tensors);
    for (const { shape, data } of tensors.values()) expect(data.length).toBe(countElements(shape));
  }
}, 60_000);
