import { StickerLabError } from '../errors/stickerLabError.ts';

/** @throws StickerLabError that names the file where its text is cut off or no JSON. */
export function parseJson(text: string, file: string, remedy: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StickerLabError(`The file is damaged or cut off: ${error instanceof Error ? error.message : String(error)}`, file, remedy, { cause: error });
  }
}
