import { StickerLabError } from '../errors/stickerLabError.ts';
import { elementBytes } from './elements.ts';
import { explainFaults } from './pickleFault.ts';
import type { Checkpoint } from './pytorchFile.ts';
import { largestPickle, unpickle } from './unpickler.ts';
import { unusable, type WeightsFile } from './weightsFile.ts';
import { readZipArchive } from './zipArchive.ts';

/** `torch.save` since PyTorch 1.6: a zip file of `<name>/data.pkl`, `<name>/data/<key>` and, lately, `<name>/byteorder`. */
export async function openPytorchZip(source: WeightsFile): Promise<Checkpoint> {
  const { file } = source;
  const entries = await readZipArchive(source);
  const pickles = [...entries.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickles.length !== 1) throw unusable('PyTorch', file, `a zip file of PyTorch's has one data.pkl, this one ${pickles.length}`);
  const folder = pickles[0].slice(0, -'data.pkl'.length);
  if (entries.has(`${folder}constants.pkl`)) {
    throw new StickerLabError('The file is a TorchScript program, not a checkpoint', file, 'Save the weights alone: in Python, torch.save(model.state_dict(), file).');
  }
  const order = entries.get(`${folder}byteorder`);
  if (order && (order.size > 16 || Buffer.from(await order.read()).toString('latin1') !== 'little')) throw unusable('PyTorch', file, 'its numbers are big-endian');
  const pickle = entries.get(pickles[0])!;
  if (pickle.size > largestPickle) throw unusable('PyTorch', file, `its pickle has ${pickle.size} bytes; up to ${largestPickle} are read`);
  const bytes = await pickle.read();
  return {
    root: explainFaults(file, () => unpickle(bytes)).value,
    async readStorage({ key, type, elements }) {
      const entry = entries.get(`${folder}data/${key}`);
      if (!entry) throw unusable('PyTorch', file, `its part data/${key} is missing`);
      if (entry.size !== elements * elementBytes[type]) throw unusable('PyTorch', file, `its part data/${key} has ${entry.size} bytes for ${elements} numbers`);
      return entry.read();
    },
  };
}
