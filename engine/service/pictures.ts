import { StickerLabError } from '../errors/stickerLabError.ts';

/** Loads the picture code, and with it the native image library, on first use: the rest of the service does without. */
export async function loadPictures() {
  try {
    const [{ makeThumbnail }, { readPicture }] = await Promise.all([import('../images/makeThumbnail.ts'), import('../images/readPicture.ts')]);
    return { makeThumbnail, readPicture };
  } catch (error) {
    throw new StickerLabError(
      `The image library cannot be loaded on ${process.platform}-${process.arch}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      'node_modules/sharp',
      `Install the Sticker Lab package made for ${process.platform}-${process.arch}.`,
      { cause: error },
    );
  }
}

/** Webviews are sent a Buffer as JSON, and a Uint8Array as bytes. */
export const plainBytes = (bytes: Uint8Array) => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
