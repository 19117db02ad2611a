import { createHash } from 'node:crypto';
import type { Dataset } from './dataset.ts';
import { views } from './sticker.ts';

/** SHA-256 over everything a run learns from but the pixels: classes, and each sticker's id, split, label, text and descriptions. */
export function fingerprintDataset(dataset: Pick<Dataset, 'classes' | 'stickers'>): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(dataset.classes));
  for (const { id, split, label, text, descriptions } of dataset.stickers) {
    hash.update(`\n${JSON.stringify([id, split, label, text, ...views.map((view) => descriptions[view] ?? null)])}`);
  }
  return hash.digest('hex');
}
