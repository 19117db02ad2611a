import { openPicture, pictureFault } from './openPicture.ts';

/** Decodes every pixel. Null for a whole picture, else why it cannot be used: missing, empty, no picture, cut off. */
export async function checkPicture(file: string): Promise<string | null> {
  try {
    const picture = await openPicture(file);
    await picture.stats();
    return null;
  } catch (error) {
    return pictureFault(error);
  }
}
