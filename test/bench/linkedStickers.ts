import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../../engine/random/random.ts';

export const stickers = 30_739;
/** anno 1..7 of SER30K: the published count of each class. */
const counts = [1523, 11255, 211, 826, 3359, 2750, 10815];
/** Pictures are few and linked many times: what is timed reads each path's own bytes all the same. */
const pictures = 40;

/** SER30K's size and layout, seven stickers of ten in `train`, one in `val`, two in `test`. */
export async function writeLinkedStickers(root: string): Promise<void> {
  const random = createRandom('opening');
  const labels = random.shuffle(counts.flatMap((count, index) => Array<number>(count).fill(index + 1)));
  const files: string[] = [];
  await mkdir(path.join(root, 'Images', 'pack-0'), { recursive: true });
  for (let i = 0; i < pictures; i++) {
    const file = path.join(root, 'Images', 'pack-0', `original-${i}.jpg`);
    await sharp({ create: { width: 512, height: 512, channels: 3, background: { r: 6 * i, g: 255 - 6 * i, b: 128 } } }).jpeg().toFile(file);
    files.push(file);
  }
  const annotations: Record<string, object[]> = { train: [], val: [], test: [] };
  for (let i = 0; i < stickers; i++) {
    const topic = `pack-${Math.floor(i / 16)}`;
    if (i % 16 === 0) await mkdir(path.join(root, 'Images', topic), { recursive: true });
    await link(files[i % pictures], path.join(root, 'Images', topic, `sticker_${i}.jpg`));
    const anno = labels[i];
    annotations[i % 10 === 7 ? 'val' : i % 10 > 7 ? 'test' : 'train'].push({ topic, file_name: `sticker_${i}.jpg`, text: i % 5 === 0 ? `text number ${i}` : '', anno1: anno, anno2: anno, anno3: anno, anno });
  }
  for (const file of files) await rm(file);
  const folder = path.join(root, 'Annotations', 'image-level');
  await mkdir(folder, { recursive: true });
  for (const [split, list] of Object.entries(annotations)) await writeFile(path.join(folder, `${split}.json`), JSON.stringify({ annotations: list }));
}
