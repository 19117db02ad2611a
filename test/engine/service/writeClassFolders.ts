import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

/** A time that `utimes` can give back exactly: fractions of a second it rounds. */
const wholeSecond = 1_700_000_000;

/** A dataset of two emotions with `each` whole pictures, and two files that are no pictures. */
export async function writeClassFolders(root: string, each: number): Promise<void> {
  for (const [label, background] of [['anger', '#d03030'], ['joy', '#30b040']] as const) {
    await mkdir(path.join(root, label), { recursive: true });
    for (let i = 0; i < each; i++) {
      const picture = sharp({ create: { width: 90 + i, height: 60, channels: 3, background } });
      const file = path.join(root, label, `${label}-${i}.png`);
      await picture.png().toFile(file);
      await utimes(file, wholeSecond, wholeSecond);
    }
  }
  await writeFile(path.join(root, 'joy', 'empty.png'), '');
  await writeFile(path.join(root, 'joy', 'text.png'), 'no picture at all');
}

/** Replaces a picture by zeros, so that its length and time stay what they were. */
export async function spoil(picture: string): Promise<void> {
  await writeFile(picture, Buffer.alloc((await stat(picture)).size));
  await utimes(picture, wholeSecond, wholeSecond);
}
