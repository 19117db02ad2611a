import type { MapColumns } from './mapRequests.ts';
import type { OpenDataset } from './openDatasets.ts';
import type { PredictionTable } from './predictions.ts';

/** Share of the votes that went to the label. */
const agreementOf = (votes: readonly number[], label: number | null) => (votes.length === 0 || label === null ? NaN : votes.filter((vote) => vote === label).length / votes.length);

/** What is known now of a map's stickers, in the order of its ids. */
export function mapColumns(ids: readonly string[], { dataset, positions }: OpenDataset, run: PredictionTable, other: PredictionTable | null): MapColumns {
  const classes = [...run.classes, ...dataset.classes.filter((name) => !run.classes.includes(name))];
  const places = new Map(classes.map((name, at) => [name, at]));
  const own = dataset.classes.map((name) => places.get(name)!);
  const theirs = other?.classes.map((name) => places.get(name) ?? -1) ?? [];
  const at = Int32Array.from(ids, (id) => positions.get(id) ?? -1);
  const stickers = Array.from(at, (position) => (position < 0 ? null : dataset.stickers[position]));
  const predictedBy = (table: PredictionTable, toClass: (prediction: number) => number) => Int16Array.from(at, (position) => {
    const prediction = position < 0 ? null : table.predicted(position);
    return prediction === null ? -1 : toClass(prediction);
  });
  return {
    classes,
    label: Int16Array.from(stickers, (sticker) => (sticker?.label == null ? -1 : own[sticker.label])),
    prediction: predictedBy(run, (prediction) => prediction),
    confidence: Float32Array.from(ids, (id) => Math.max(...run.probabilities(id) ?? [NaN])),
    agreement: Float32Array.from(stickers, (sticker) => (sticker ? agreementOf(sticker.votes, sticker.label) : NaN)),
    split: stickers.map((sticker) => sticker?.split ?? null),
    topic: stickers.map((sticker) => sticker?.topic ?? ''),
    other: other && predictedBy(other, (prediction) => theirs[prediction] ?? -1),
  };
}
