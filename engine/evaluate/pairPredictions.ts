import type { PredictionRecord } from '../train/runRecord.ts';

export interface PredictedRun {
  readonly name: string;
  /** What its predictions are indices into. */
  readonly classes: readonly string[];
  readonly predictions: readonly PredictionRecord[];
}

/** A sticker that both runs have predicted; `label`, `from` and `to` are indices into the pairing's classes. */
export interface Pair {
  readonly id: string;
  readonly label: number;
  readonly from: number;
  readonly to: number;
}

export interface Pairing {
  /** The first run's, then those only the second has, then those only labels have. */
  readonly classes: readonly string[];
  readonly pairs: readonly Pair[];
  /** Stickers that one run alone has predicted. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** Stickers whose label now is another than a run was scored by. */
  readonly relabelled: number;
  /** Stickers that the dataset no longer has, or has no label for: labelled as the second run's predictions say. */
  readonly unknown: number;
  /** Predictions of a class that their run does not have; left out. */
  readonly unreadable: number;
}

interface Named {
  readonly id: string;
  readonly label: string;
  readonly prediction: string;
}

/** The predictions by name; a sticker that stands there twice counts as it stands last. */
function byName({ classes, predictions }: PredictedRun) {
  const named = new Map<string, Named>();
  let unreadable = 0;
  for (const { id, label, prediction } of predictions) {
    if (classes[label] === undefined || classes[prediction] === undefined) unreadable++;
    else named.set(id, { id, label: classes[label], prediction: classes[prediction] });
  }
  return { named, unreadable };
}

/** Lays two runs' predictions beside each other. `labels`: see `compareRuns`. */
export function pairPredictions(first: PredictedRun, second: PredictedRun, labels: ReadonlyMap<string, string | null>): Pairing {
  const [before, after] = [byName(first), byName(second)];
  const shared = [...after.named.values()].flatMap((to) => {
    const from = before.named.get(to.id);
    return from ? [{ from, to, now: labels.get(to.id) ?? null }] : [];
  });
  const indices = new Map<string, number>();
  const indexOf = (name: string) => {
    const index = indices.get(name) ?? indices.size;
    indices.set(name, index);
    return index;
  };
  for (const name of [...first.classes, ...second.classes]) indexOf(name);
  return {
    pairs: shared.map(({ from, to, now }) => ({ id: to.id, label: indexOf(now ?? to.label), from: indexOf(from.prediction), to: indexOf(to.prediction) })),
    classes: [...indices.keys()],
    onlyFirst: before.named.size - shared.length,
    onlySecond: after.named.size - shared.length,
    relabelled: shared.filter(({ from, to, now }) => now !== null && (from.label !== now || to.label !== now)).length,
    unknown: shared.filter(({ now }) => now === null).length,
    unreadable: before.unreadable + after.unreadable,
  };
}
