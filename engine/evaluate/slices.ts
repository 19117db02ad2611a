import { setImmediate } from 'node:timers/promises';
import type { Split, Sticker } from '../dataset/sticker.ts';
import { createRandom } from '../random/random.ts';
import { bootstrapAccuracy } from './bootstrap.ts';
import type { SliceGroup, SliceScores } from './evaluationDetails.ts';
import { scorePredictions } from './scores.ts';
import type { SliceProperty } from './sliceProperties.ts';

/** A sticker as the dataset has it now, with what was predicted. Label and prediction are indices into the run's classes. */
export interface PredictedSticker {
  readonly sticker: Sticker;
  readonly label: number;
  readonly prediction: number;
  /** The highest probability; NaN where there is none. */
  readonly confidence: number;
}

export interface SliceOptions {
  readonly classes: readonly string[];
  readonly split: Split;
  readonly seed: number;
  readonly resamples: number;
  readonly signal?: AbortSignal;
}

/** How sure it was, for the order: what is no number comes after all that are. */
const sureness = ({ confidence }: PredictedSticker) => (Number.isNaN(confidence) ? -1 : confidence);

/** Mistakes first, the surest of them leading; then what is right, the least sure leading. */
function byInterest(a: PredictedSticker, b: PredictedSticker): number {
  const wrong = (one: PredictedSticker) => one.label !== one.prediction;
  if (wrong(a) !== wrong(b)) return wrong(a) ? -1 : 1;
  return (wrong(a) ? sureness(b) - sureness(a) : sureness(a) - sureness(b)) || (a.sticker.id < b.sticker.id ? -1 : 1);
}

function scoreSlice(group: string, value: string, stickers: readonly PredictedSticker[], { classes, split, seed, resamples }: SliceOptions): SliceScores {
  const { accuracy, weighted, macro, confusion } = scorePredictions(stickers.map(({ label }) => label), stickers.map(({ prediction }) => prediction), classes, split);
  const right = confusion.reduce((sum, row, index) => sum + row[index], 0);
  return {
    value, stickers: stickers.length, accuracy, weighted, macro,
    accuracyInterval: bootstrapAccuracy(right, stickers.length, resamples, createRandom(seed, 'slice', group, value)),
    ids: stickers.map(({ sticker }) => sticker.id),
  };
}

/** Scores the stickers by each property that tells at least two of them apart; those without the property are in none of its slices. */
export async function scoreSlices(stickers: readonly PredictedSticker[], properties: readonly SliceProperty[], options: SliceOptions): Promise<SliceGroup[]> {
  const groups: SliceGroup[] = [];
  const rest = async () => {
    await setImmediate();
    options.signal?.throwIfAborted();
  };
  const ordered = stickers.toSorted(byInterest);
  for (const { name, meaning, order, valueOf } of properties) {
    await rest();
    const slices = new Map<string, PredictedSticker[]>();
    for (const one of ordered) {
      const value = valueOf(one.sticker);
      if (value === null) continue;
      const slice = slices.get(value);
      if (slice) slice.push(one);
      else slices.set(value, [one]);
    }
    if (slices.size < 2) continue;
    const place = (value: string) => (order.includes(value) ? order.indexOf(value) : order.length);
    const values = [...slices.keys()].toSorted((a, b) => place(a) - place(b) || a.localeCompare(b, 'en', { numeric: true }));
    const scored: SliceScores[] = [];
    for (const value of values) {
      await rest();
      scored.push(scoreSlice(name, value, slices.get(value)!, options));
    }
    groups.push({ name, meaning, slices: scored });
  }
  return groups;
}
