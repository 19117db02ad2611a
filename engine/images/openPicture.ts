import { readFile } from 'node:fs/promises';
import { loadSharp } from './sharp.ts';

/** 16,384 x 16,384: more than any sticker, less than what would fill the memory. */
const mostPixels = 268_402_689;

/** A sharp pipeline over the first frame of a picture, whatever its extension says, that refuses what a decoder warns of. */
export async function openPicture(file: string) {
  const [sharp, bytes] = await Promise.all([loadSharp(), readFile(file)]);
  if (bytes.length === 0) throw new Error('The file is empty (0 bytes).');
  return sharp(bytes, { failOn: 'warning', limitInputPixels: mostPixels, pages: 1, sequentialRead: true });
}

/** A decoder's words in one line: libvips repeats itself on several. */
export function pictureFault(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/unsupported image format/i.test(message)) return 'The file is not a picture in a known format.';
  if (/ENOENT/.test(message)) return 'The picture is missing.';
  if (/premature|truncat|unexpected end|end of stream|read error|corrupt/i.test(message)) return `The picture is cut off or damaged (${oneLine(message)}).`;
  return oneLine(message);
}

const oneLine = (message: string) => message.split('\n').map((line) => line.trim()).find((line) => line !== '') ?? 'The picture cannot be decoded.';
