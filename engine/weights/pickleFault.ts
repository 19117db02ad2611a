import { StickerLabError } from '../errors/stickerLabError.ts';

/** A pickle that is damaged or lies. Becomes a `StickerLabError` where the file is known. */
export class PickleFault extends Error {}

/** The bytes ended in the middle of a pickle: there may be more in the file. */
export class PickleEnd extends PickleFault {}

/** A pickle that asks for code: naming a function is how a pickle runs one. */
export class PickleRequest extends PickleFault {}

const printable = (name: string) => name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);

/** @param module @param name of Python's, such as os and system */
export const requestFor = (module: string, name: string) => new PickleRequest(printable(`${module}.${name}`));

/** Runs `read`; what is wrong with the pickle is said of `file`. */
export function explainFaults<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PickleRequest) {
      throw new StickerLabError(`The checkpoint asks Python for ${error.message}. Nothing was run: only tensors are read here`, file,
        'Use a checkpoint that holds tensors only, from a source you trust: in Python, torch.save(model.state_dict(), file).', { cause: error });
    }
    if (error instanceof PickleFault) {
      throw new StickerLabError(`Not a usable PyTorch file: ${error.message}`, file, 'The file is damaged or cut off. Use another copy of it, or make it again.', { cause: error });
    }
    throw error;
  }
}
