import { StickerLabError } from '../errors/stickerLabError.ts';
import type { NamedTensor } from './namedTensor.ts';
import { readStateDictionary } from './pytorchFile.ts';
import { openPytorchLegacy } from './pytorchLegacy.ts';
import { openPytorchZip } from './pytorchZip.ts';
import { readOpenSafetensors } from './safetensors.ts';
import { withWeightsFile, type WeightsFile } from './weightsFile.ts';

/** A pickle (0x80, protocol) of the magic number's ten bytes. */
const isLegacy = (start: Buffer) => start[0] === 0x80 && start.toString('hex', 2, 14) === '8a0a6cfc9c46f9206aa85019';
const isZip = (start: Buffer) => start.toString('latin1', 0, 4) === 'PK\u0003\u0004';
/** Eight bytes of length, then a JSON object. */
const isSafetensors = (start: Buffer) => start[8] === 0x7b;

function unknown(start: Buffer, file: string): StickerLabError {
  const text = start.toString('latin1');
  if (text.startsWith('version https://git-lfs')) {
    return new StickerLabError('The file only points to the weights, which git-lfs keeps elsewhere', file, 'Fetch the weights themselves: git lfs pull, or download the file from its page.');
  }
  if (/^\s*<(!doctype|html)/i.test(text)) return new StickerLabError('The file is a web page, not weights', file, 'Download the file itself rather than its page.');
  return new StickerLabError('The file is neither of safetensors nor of PyTorch', file, 'Choose a file written by safetensors or by torch.save (.safetensors, .pth, .pt, .bin).');
}

async function readAny(source: WeightsFile): Promise<ReadonlyMap<string, NamedTensor>> {
  const start = Buffer.from(await source.read(0, Math.min(source.size, 64)));
  if (isZip(start)) return readStateDictionary(await openPytorchZip(source), source);
  if (isLegacy(start)) return readStateDictionary(await openPytorchLegacy(source), source);
  if (isSafetensors(start)) return (await readOpenSafetensors(source)).tensors;
  throw unknown(start, source.file);
}

/**
 * The named tensors of a file of weights, whatever it is called: safetensors, or a PyTorch checkpoint of either format.
 * Tensors that shared their data in PyTorch share it here. Memory: the tensors once; see `readStateDictionary`.
 * @throws StickerLabError for a file that is missing, damaged, of another format, or that asks for code to be run.
 */
export const readWeights = (file: string): Promise<ReadonlyMap<string, NamedTensor>> => withWeightsFile(file, readAny);
