import { compareRuns, type ComparedRun } from '../../../engine/evaluate/compareRuns.ts';
import { dataChanges, noChanges } from '../../../engine/train/dataChanges.ts';
import type { RunRow } from '../../../extension/protocol/engine.ts';
import type { DataRecord, PredictionRecord } from '../../../engine/train/runRecord.ts';
import type { RunsState } from '../../../extension/protocol/panels.ts';
import { classes, exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';

/* 700 stickers and seven runs: of two of them predictions and data, from which the engine's own functions answer. */

const ids = Array.from({ length: 700 }, (_, index) => `pack/${index}.png`);
const data = (change: (record: DataRecord, index: number) => DataRecord = (record) => record): DataRecord[] =>
  ids.map((id, index) => change({ id, split: 'test', label: classes[index % 7], text: '', descriptions: ['a', 'b', 'c', 'd'] }, index));
const predictions = (predict: (index: number, label: number) => number): PredictionRecord[] =>
  ids.map((id, index) => ({ id, label: index % 7, prediction: predict(index, index % 7), probabilities: [] }));
const compared: Readonly<Record<string, ComparedRun>> = {
  'tiny-1': { name: 'tiny-1', classes, predictions: predictions((index, label) => (index % 9 === 0 ? (label + 2) % 7 : label)), data: data() },
  // Right where the first was wrong up to 400, and wrong on every 50th.
  'tiny-2': {
    name: 'tiny-2', classes, predictions: predictions((index, label) => (index % 9 === 0 && index > 400 ? (label + 2) % 7 : index % 50 === 1 ? (label + 1) % 7 : label)),
    data: data((record, index) => (index < 3 ? { ...record, label: 'surprise' } : index < 24 && index > 2 ? { ...record, descriptions: ['a', 'x', 'y', 'd'] } : record)),
  },
};
const now = data((record, index) => (index === 5 ? { ...record, label: null } : compared['tiny-2'].data![index]));

const settings = { 'preset': 'tiny', 'recipe': 'paper', 'device': 'cpu', 'batchSize': '16', 'learningRate': '0.001', 'text.views': 'intention,style,roles,details', 'seed': '1' };
const nothing = { train: null, validation: null, test: null };
const row = (name: string, day: number, accuracy: number | null, change: Partial<RunRow['run']> = {}, changed: Readonly<Record<string, string>> = {}): RunRow => ({
  run: exampleRun({ run: `/data/stickers/.sticker-lab/runs/${name}`, name, created: `2026-01-0${day}T10:00:00Z`, predicted: accuracy === null ? [] : ['test'], ...change }),
  scores: accuracy === null ? nothing : { ...nothing, test: { accuracy, weightedF1: accuracy - 0.01, macroF1: accuracy - 0.05 } },
  settings: { ...settings, ...changed }, fingerprint: name,
});
const predictedLater = new Set<string>();
const gone = new Set<string>();
const rows = (): RunRow[] => all().filter(({ run: { name } }) => !gone.has(name));
const all = (): RunRow[] => [
  row('tiny-1', 1, 0.889, { notes: ['A seeded text encoder stood in for BERT.'] }),
  row('tiny-2', 2, 0.921, {}, { learningRate: '0.0005', seed: '2' }),
  row('all-text', 3, 0.9, {}, { 'text.views': 'all,all,all,all' }),
  row('slow', 4, 0.61, {}, { learningRate: '0.00001', seed: '3' }),
  row('fast', 5, 0.5, {}, { learningRate: '0.01', seed: '4' }),
  row('fresh', 6, predictedLater.has('fresh') ? 0.7 : null, { state: 'stopped' }, { seed: '5' }),
  { ...row('cut', 7, null, { state: 'unreadable', trouble: 'config.json is cut off or damaged.', classes: [] }), settings: {} },
];
const named = (run: string) => run.split('/').at(-1)!;
const runOf = (run: string): ComparedRun => compared[named(run)] ?? { name: named(run), classes, predictions: predictions((_index, label) => label), data: null };

declare global {
  interface Window {
    /** As the host says it: the run is no longer compared, and no longer in the table. */
    removeRun: (name: string, left: string) => void;
  }
}
const state = (second: string | null): RunsState => ({ dataset: exampleDataset(700), runs: rows().map(({ run }) => run), first: null, second, split: 'test', selected: ['pack/0.png', 'pack/2.png'] });
window.removeRun = (name, left) => {
  gone.add(name);
  window.scriptedHost.tell('panel/state', state(`/data/stickers/.sticker-lab/runs/${left}`));
};

scriptHost(state(null), {
  'runs/table': () => ({ rows: rows() }),
  'comparison/read': ({ first, second, split }) => compareRuns(split, runOf(first), runOf(second), new Map(now.map(({ id, label }) => [id, label]))),
  'comparison/changes': ({ from, to }) => {
    const [before, after] = [runOf(from).data, to === null ? now : runOf(to).data];
    return before && after ? dataChanges(before, after) : { ...noChanges, reason: `${named(runOf(from).data ? to! : from)} does not say what it learned from, as its data.jsonl is missing: it was made by an earlier version of Sticker Lab.` };
  },
  'evaluation/compute': ({ run, split }) => {
    predictedLater.add(named(run));
    return compareRuns(split, runOf(run), runOf(run), new Map()).first;
  },
});
