import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Dataset } from '../../engine/dataset/dataset.ts';
import { readDataset } from '../../engine/dataset/readDataset.ts';

export interface DatasetLine {
  readonly label: string;
  readonly split: string;
  /** The colour that fills the picture. */
  readonly colour: string;
  readonly text?: string;
  readonly descriptions?: Readonly<Record<string, string>>;
}

/** Writes a JSONL dataset of plain pictures, from `0.png` a line each, and reads it. */
export async function writeLineDataset(root: string, lines: readonly DatasetLine[]): Promise<Dataset> {
  await mkdir(root, { recursive: true });
  for (const [i, { colour }] of lines.entries()) {
    await sharp({ create: { width: 40, height: 40, channels: 3, background: colour } }).png().toFile(path.join(root, `${i}.png`));
  }
  await writeFile(path.join(root, 'stickers.jsonl'), lines.map((line, i) => JSON.stringify({ ...line, image: `${i}.png`, colour: undefined })).join('\n'));
  return readDataset(root);
}
