import { setImmediate } from 'node:timers/promises';
import type { Random } from '../random/random.ts';
import { createBinomial } from './binomial.ts';
import type { Interval } from './evaluationDetails.ts';
import { scoreConfusion } from './scores.ts';

export const bootstrapResamples = 1000;

/** Resamples between which the process answers others: a few milliseconds. */
const breath = 50;

export interface ScoreIntervals {
  readonly accuracy: Interval;
  readonly weightedF1: Interval;
  readonly macroF1: Interval;
  /** By class; null for one without support. */
  readonly perClass: readonly ({ readonly precision: Interval; readonly recall: Interval; readonly f1: Interval } | null)[];
}

/** Writes a resample's confusion matrix, row by row. */
export type Resampling = (counts: Int32Array) => void;

/**
 * Draws as many stickers as there are, with replacement. A sticker counts by its cell of the confusion matrix alone, so the cells'
 * counts are drawn: one after another, binomial in what the cells before have left (together multinomial). Its cost does not grow with the stickers.
 */
export function drawStickers(confusion: readonly (readonly number[])[], random: Random): Resampling {
  const cells = confusion.flat();
  const stickers = cells.reduce((sum, count) => sum + count, 0);
  const binomial = createBinomial(stickers, random);
  return (counts) => {
    let unseen = stickers;
    let left = stickers;
    cells.forEach((count, cell) => {
      counts[cell] = count === 0 ? 0 : binomial(left, count / unseen);
      unseen -= count;
      left -= counts[cell];
    });
  };
}

/** The middle 95 % of the values, between them as numpy's `percentile` (linear). Sorts `values` in place. */
function middle(values: Float64Array): Interval {
  values.sort();
  const at = (share: number) => {
    const position = share * (values.length - 1);
    const below = Math.floor(position);
    const above = Math.min(below + 1, values.length - 1);
    return values[below] + (values[above] - values[below]) * (position - below);
  };
  return { low: at(0.025), high: at(0.975) };
}

/**
 * 95 % percentile bootstrap intervals over the stickers (Efron 1979); a resample is scored as `scorePredictions` scores.
 * @throws the signal's reason once it is aborted
 */
export async function bootstrapScores(confusion: readonly (readonly number[])[], resamples: number, resample: Resampling, signal?: AbortSignal): Promise<ScoreIntervals> {
  const classes = confusion.length;
  const column = () => new Float64Array(resamples);
  const accuracy = column();
  const weightedF1 = column();
  const macroF1 = column();
  const perClass = confusion.map((row) => (row.every((count) => count === 0) ? null : { precision: column(), recall: column(), f1: column() }));
  const counts = new Int32Array(classes ** 2);
  for (let index = 0; index < resamples; index++) {
    if (index % breath === breath - 1) {
      await setImmediate();
      signal?.throwIfAborted();
    }
    resample(counts);
    const scores = scoreConfusion(confusion.map((_, label) => Array.from(counts.subarray(label * classes, (label + 1) * classes))));
    accuracy[index] = scores.accuracy;
    weightedF1[index] = scores.weighted.f1;
    macroF1[index] = scores.macro.f1;
    perClass.forEach((columns, label) => {
      for (const key of ['precision', 'recall', 'f1'] as const) if (columns) columns[key][index] = scores.perClass[label][key];
    });
  }
  return {
    accuracy: middle(accuracy), weightedF1: middle(weightedF1), macroF1: middle(macroF1),
    perClass: perClass.map((columns) => columns && { precision: middle(columns.precision), recall: middle(columns.recall), f1: middle(columns.f1) }),
  };
}

/** The same interval of the accuracy alone: of `stickers` of which `right` are right, a resample has binomial(stickers, right / stickers) right. */
export function bootstrapAccuracy(right: number, stickers: number, resamples: number, random: Random): Interval {
  const binomial = createBinomial(stickers, random);
  return middle(Float64Array.from({ length: resamples }, () => binomial(stickers, right / stickers) / stickers));
}
