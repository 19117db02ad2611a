import type { MapColumns, MapKey, MapView } from '../../../extension/protocol/engine.ts';
import { drawnSticker } from '../browser/drawnSticker.ts';
import { classes } from '../browser/exampleDataset.ts';

/* 700 stickers in 7 clusters, of which every ninth is taken for the next class but one. */

export const count = 700;
export const ids = Array.from({ length: count }, (_, index) => `pack/${index}.png`);
export const labelOf = (index: number): number => index % 7;
export const predictionOf = (index: number): number => (index % 9 === 0 ? (labelOf(index) + 2) % 7 : labelOf(index));

/** `turn`: of the whole map, in radians. */
export function mapOf(map: MapKey, turn = 0): MapView {
  const at = (index: number): [number, number] => {
    const angle = (predictionOf(index) / 7) * 2 * Math.PI + turn;
    return [10 * Math.cos(angle) + 3 * Math.sin(index * 1.7), 10 * Math.sin(angle) + 3 * Math.cos(index * 2.3)];
  };
  return {
    ...map, ids, x: Float32Array.from(ids, (_, index) => at(index)[0]), y: Float32Array.from(ids, (_, index) => at(index)[1]),
    kl: map.method === 'tsne' ? 0.873 : null, seconds: 1.5, parameters: map.method === 'tsne' ? { perplexity: 30, iterations: 1000 } : {},
  };
}

/** The other run has every fifth wrong, and predicts no sticker above 650. */
export const otherPredictionOf = (index: number): number => (index >= 650 ? -1 : index % 5 === 0 ? (labelOf(index) + 1) % 7 : labelOf(index));

export function columnsOf(prediction: (index: number) => number, other: ((index: number) => number) | null, gone: ReadonlySet<number> = new Set()): MapColumns {
  const known = (index: number, value: number): number => (gone.has(index) ? -1 : value);
  const numbers = (value: (index: number) => number): Int16Array => Int16Array.from(ids, (_, index) => known(index, value(index)));
  return {
    classes, label: numbers(labelOf), prediction: numbers(prediction), other: other && numbers(other),
    confidence: Float32Array.from(ids, (_, index) => (known(index, prediction(index)) < 0 ? NaN : 0.3 + (index % 70) / 100)),
    agreement: Float32Array.from(ids, (_, index) => (index % 10 === 3 ? NaN : 0.5 + (index % 6) / 10)),
    split: ids.map((_, index) => (gone.has(index) ? null : 'test')), topic: ids.map((_, index) => (gone.has(index) ? '' : `pack ${index % 11}`)),
  };
}

export const readThumbnails = async ({ ids: asked }: { readonly ids: readonly string[] }) =>
  ({ thumbnails: await Promise.all(asked.map(async (id) => ({ id, bytes: await drawnSticker('#fc3', 'hi'), reason: null }))) });
