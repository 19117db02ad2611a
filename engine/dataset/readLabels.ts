import path from 'node:path';
import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { Problem } from './dataset.ts';
import { readText } from './readText.ts';

export const labelsFile = 'labels.json';

const labels = z.object({ classes: z.array(z.string().min(1)).min(1) });

/**
 * The class names a dataset states itself: `labels.json`, `{"classes": ["surprise", ...]}`. Numbers in the annotations
 * count along this list (from 1 in SER30K's layout, from 0 in JSONL and CSV).
 * @throws StickerLabError where the file is there and says nothing usable: guessing an order would be worse.
 */
export async function readLabels(root: string): Promise<readonly string[]> {
  const problems: Problem[] = [];
  const text = await readText(root, labelsFile, problems);
  try {
    const { classes } = labels.parse(JSON.parse(text ?? ''));
    if (new Set(classes).size === classes.length) return classes;
  } catch {
    // Said below, with the remedy.
  }
  throw new StickerLabError('The class list cannot be read.', path.join(root, labelsFile), 'Write {"classes": ["first name", "second name", ...]}, each name once, or remove the file.');
}
