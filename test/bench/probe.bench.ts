/**
 * How long the probe takes once it is warm, asked as the service asks it: the round trip to the run's own process, and that process's CPU time.
 * Weights are drawn, not trained: they cost the same. `paper` is PVT-small at 448 and a BERT of BERT-base's sizes.
 * `node test/bench/probe.bench.ts [preset]` measures one.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bertParameters } from '../../engine/model/bert.ts';
import { initializeParameter } from '../../engine/model/parameters.ts';
import { writeSampleDataset } from '../../engine/sample/writeSampleDataset.ts';
import { readDataset } from '../../engine/dataset/readDataset.ts';
import { views, type Descriptions } from '../../engine/dataset/sticker.ts';
import { createExplainers } from '../../engine/service/explainers.ts';
import { createTokenizer } from '../../engine/text/tokenizer.ts';
import { buildVocabulary } from '../../engine/text/vocabulary.ts';
import { writeCheckpoint } from '../../engine/train/checkpoint.ts';
import { createRun } from '../../engine/train/createRun.ts';
import { runFiles, type Preset } from '../../engine/train/runRecord.ts';
import { tokenizerFile } from '../../engine/train/runTextModel.ts';
import { initialState } from '../../engine/train/trainer.ts';
import { buildPredictionGraph } from '../../engine/train/trainingGraph.ts';
import { writeSafetensors } from '../../engine/weights/safetensors.ts';

const cli = path.join(import.meta.dirname, '../../engine/cli/main.ts');
const repeats = 10;
const { signal } = new AbortController();

/** BERT-base, its table of words as long as this vocabulary. */
async function writeBert(folder: string, vocabulary: ReturnType<typeof buildVocabulary>): Promise<void> {
  const { size } = createTokenizer(vocabulary);
  const config = { vocabulary: size, width: 768, layers: 12, heads: 12, feedForward: 3072, maxLength: 512 };
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'tokenizer.json'), JSON.stringify(vocabulary));
  await writeFile(path.join(folder, 'config.json'), JSON.stringify({ vocab_size: size, hidden_size: 768, num_hidden_layers: 12, num_attention_heads: 12, intermediate_size: 3072, max_position_embeddings: 512 }));
  await writeSafetensors(path.join(folder, 'model.safetensors'), new Map(bertParameters(config).map((spec) => [spec.name, { shape: spec.shape, data: initializeParameter(spec, 1) }])));
}

async function measure(preset: Preset, folder: string) {
  const root = path.join(folder, 'sample');
  await writeSampleDataset(root, { count: 60, seed: 1, descriptions: true });
  const dataset = await readDataset(root);
  const vocabulary = buildVocabulary(dataset.stickers.flatMap(({ descriptions }) => views.map((view) => descriptions[view] ?? '')));
  const run = path.join(folder, 'run');
  const weights = path.join(folder, 'bert');
  if (preset === 'paper') await writeBert(weights, vocabulary);
  const { training } = await createRun(run, dataset, { preset, recipe: 'paper', device: 'cpu', settings: preset === 'paper' ? { 'pretrained.vision': 'none', 'pretrained.text': weights } : {} });
  await mkdir(path.dirname(tokenizerFile(run)), { recursive: true });
  await writeFile(tokenizerFile(run), JSON.stringify(vocabulary));
  const { parameters } = buildPredictionGraph(training.model, 1, 'cpu');
  await writeCheckpoint(path.join(run, runFiles.bestCheckpoint), parameters, { position: { epoch: 1, stepInEpoch: 0, step: 1, lossSum: 0, rightSum: 0 }, examples: '', state: initialState(parameters, 1) });

  const explainers = createExplainers(cli, () => {});
  const [sticker, other] = dataset.stickers;
  const given = { dataset: { root: dataset.root, classes: dataset.classes } };
  const ask = (descriptions: Descriptions, of = sticker) => explainers.ask(run, 'probe', { ...given, sticker: { id: of.id, text: '', descriptions } }, signal);
  const rows: Record<string, object> = {};
  const time = async (name: string, count: number, task: (i: number) => Promise<unknown>) => {
    const times: number[] = [];
    const cpu: number[] = [];
    for (let i = 0; i < count; i++) {
      const [began, used] = [performance.now(), await childSeconds()];
      await task(i);
      times.push(performance.now() - began);
      cpu.push(1000 * (await childSeconds() - used));
    }
    const sorted = times.toSorted((a, b) => a - b);
    rows[name] = { 'median ms': Math.round(sorted[count >> 1]), 'worst ms': Math.round(sorted[count - 1]), 'CPU ms': Math.round(cpu.reduce((sum, value) => sum + value, 0) / count) };
  };
  /** Words never seen before, so that no text's feature is known. */
  const words = (count: number, i: number) => Array.from({ length: count }, (_, at) => `the friend ${i} `.split(' ')[at % 3]).join(' ');
  await time('the first, with its process', 1, () => ask(sticker.descriptions));
  for (const count of [12, 40, 100]) {
    await ask({ ...sticker.descriptions, intention: words(count, 999) });
    await time(`one view of ${count} words edited`, repeats, (i) => ask({ ...sticker.descriptions, intention: words(count, i) }));
  }
  await time('all four views edited, 12 words each', repeats, (i) => ask(Object.fromEntries(views.map((view, at) => [view, words(12, 1000 + 4 * i + at)]))));
  await time('a view left out, texts known', repeats, (i) => ask({ ...sticker.descriptions, [views[i % 4]]: '' }));
  await time('another sticker', 5, (i) => ask(other.descriptions, dataset.stickers[1 + i]));
  await explainers.ask(run, 'attention', { ...given, sticker, target: null }, signal);
  await time('attention', 5, () => explainers.ask(run, 'attention', { ...given, sticker, target: null }, signal));
  rows['memory MB'] = { 'median ms': Math.round(Number((await readFile(`/proc/${childPid()}/statm`, 'utf8')).split(' ')[1]) * 4096 / 1e6) };
  explainers.dispose();
  return rows;
}

const childPid = () => execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' }).split('\n').filter((line) => line.includes('--serve')).map((line) => Number.parseInt(line, 10))[0];
/** User and system time of the explaining process so far, in seconds. */
async function childSeconds(): Promise<number> {
  const pid = childPid();
  if (!pid) return 0;
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const [only] = process.argv.slice(2);
for (const preset of (only ? [only] : ['tiny', 'paper']) as Preset[]) {
  const folder = await mkdtemp(path.join(tmpdir(), 'probe-'));
  try {
    const rows = await measure(preset, folder);
    console.log(preset);
    console.table(rows);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
process.exit(0);
