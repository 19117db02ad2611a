import type { Dataset } from '../dataset/dataset.ts';
import type { Split } from '../dataset/sticker.ts';
import { confidenceOf } from '../evaluate/calibration.ts';
import type { MapColumns } from './mapRequests.ts';
import type { PredictionTable } from './predictions.ts';

/** Sticker id to index into the dataset's stickers. */
interface MapDataset {
  readonly dataset: Pick<Dataset, 'classes' | 'stickers'>;
  readonly positions: ReadonlyMap<string, number>;
}

/** Share of the votes that went to the label. */
const agreementOf = (votes: readonly number[], label: number | null) => (votes.length === 0 || label === null ? NaN : votes.filter((vote) => vote === label).length / votes.length);

/** What is known now of a map's stickers, in the order of its ids. */
export function mapColumns(ids: readonly string[], { dataset, positions }: MapDataset, run: PredictionTable, other: PredictionTable | null): MapColumns {
  const classes = [...run.classes, ...dataset.classes.filter((name) => !run.classes.includes(name))];
  const placesOf = (names: readonly string[]) => names.map((name) => classes.indexOf(name));
  const [own, theirs] = [placesOf(dataset.classes), placesOf(other?.classes ?? [])];
  const n = ids.length;
  const columns = {
    classes,
    label: new Int16Array(n).fill(-1),
    prediction: new Int16Array(n).fill(-1),
    confidence: new Float32Array(n).fill(NaN),
    agreement: new Float32Array(n).fill(NaN),
    split: Array.from({ length: n }, (): Split | null => null),
    topic: Array.from({ length: n }, () => ''),
    other: other && new Int16Array(n).fill(-1),
  };
  ids.forEach((id, i) => {
    const position = positions.get(id);
    if (position === undefined) return;
    const { label, votes, split, topic } = dataset.stickers[position];
    columns.label[i] = label === null ? -1 : own[label];
    columns.prediction[i] = run.predicted(position) ?? -1;
    columns.confidence[i] = confidenceOf(run.probabilities(id) ?? []);
    columns.agreement[i] = agreementOf(votes, label);
    columns.split[i] = split;
    columns.topic[i] = topic;
    if (columns.other) columns.other[i] = theirs[other?.predicted(position) ?? -1] ?? -1;
  });
  return columns;
}
