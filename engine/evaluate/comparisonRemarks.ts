import type { Split } from '../dataset/sticker.ts';
import type { DataRecord } from '../train/runRecord.ts';
import type { Pairing, PredictedRun } from './pairPredictions.ts';

interface RemarkedRun extends PredictedRun {
  readonly data: readonly DataRecord[] | null;
}

const stickers = (count: number) => (count === 1 ? '1 sticker' : `${count} stickers`);

/** Stickers of the comparison that a run learned from, which it should have been kept from. */
function seenInTraining({ data }: RemarkedRun, split: Split, { pairs }: Pairing): number {
  if (split === 'train' || !data) return 0;
  const trained = new Set(data.filter((record) => record.split === 'train').map(({ id }) => id));
  return pairs.filter(({ id }) => trained.has(id)).length;
}

/** What must be known about a comparison before its numbers are believed, a sentence each. */
export function comparisonRemarks(split: Split, first: RemarkedRun, second: RemarkedRun, pairing: Pairing): string[] {
  const runs = [first, second] as const;
  const lacking = ([one, other]: readonly PredictedRun[]) => other.classes.filter((name) => !one.classes.includes(name));
  const silent = runs.filter(({ data }) => data === null).map(({ name }) => name);
  const alone = [pairing.onlyFirst, pairing.onlySecond];
  return [
    ...(pairing.pairs.length === 0 ? ['There is no sticker that both have predicted.'] : []),
    ...runs.flatMap(({ name }, index) => (alone[index] > 0 ? [`${stickers(alone[index])} that ${name} alone has predicted ${alone[index] === 1 ? 'is' : 'are'} left out.`] : [])),
    ...(pairing.unreadable > 0 ? [`${pairing.unreadable} stored predictions name a class that their run does not have, and are left out.`] : []),
    ...(pairing.unknown > 0 ? [`The dataset no longer has, or has no label for, ${stickers(pairing.unknown)}: scored by the label stored with ${second.name}'s prediction.`] : []),
    ...(pairing.relabelled > 0 ? [`${stickers(pairing.relabelled)} bore another label when predicted: both runs are scored by the present one.`] : []),
    ...([[first, second], [second, first]] as const).flatMap((pair) => {
      const names = lacking(pair);
      return names.length > 0 ? [`${pair[0].name} has not learned ${names.join(', ')}: it can only be wrong there.`] : [];
    }),
    ...runs.flatMap((run) => {
      const seen = seenInTraining(run, split, pairing);
      return seen > 0 ? [`${run.name} was trained on ${stickers(seen)} of these: its scores on them say little.`] : [];
    }),
    ...(silent.length > 0 ? [`${silent.join(' and ')} ${silent.length === 1 ? 'does' : 'do'} not say what ${silent.length === 1 ? 'it' : 'they'} learned from, so no flip can be told to be on an edited sticker.`] : []),
  ];
}
