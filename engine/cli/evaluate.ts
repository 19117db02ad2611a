import path from 'node:path';
import { splits } from '../dataset/sticker.ts';
import type { EvaluationReport } from '../evaluate/evaluationReport.ts';
import { readDatasetOfRun } from '../store/readDatasetOfRun.ts';
import { evaluateRun } from '../train/evaluateRun.ts';
import { readRunConfig } from '../train/runFolder.ts';
import { choiceOption, onePositional, type Command } from './command.ts';

const percent = (share: number) => (100 * share).toFixed(2).padStart(6);

function printReport({ split, accuracy, weighted, macro, perClass }: EvaluationReport): string {
  const width = Math.max(...perClass.map(({ label }) => label.length), 'weighted'.length);
  const row = (label: string, { precision, recall, f1 }: EvaluationReport['weighted'], support: string) => `${label.padEnd(width)}  ${percent(precision)}  ${percent(recall)}  ${percent(f1)}  ${support}`;
  return [
    `${split}: accuracy ${percent(accuracy).trim()} %`,
    `${''.padEnd(width)}  precis.  recall      F1  support`,
    ...perClass.map((scores) => row(scores.label, scores, String(scores.support).padStart(7))),
    row('weighted', weighted, ''),
    row('macro', macro, ''),
  ].join('\n');
}

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'predicts a split and scores it',
  usage: '<run> [--split S] [--checkpoint best|last]',
  help: [
    `--split S             ${splits.join(', ')} (test)`,
    '--checkpoint best|last  best: the epoch that the run chose (its setting `selection`); last: the newest weights (best)',
  ],
  options: { split: { type: 'string' }, checkpoint: { type: 'string' } },
  async run(given, { signal, activity }) {
    const folder = path.resolve(onePositional(given, 'run'));
    const split = choiceOption(given, 'split', splits, 'test');
    const checkpoint = choiceOption(given, 'checkpoint', ['best', 'last'], 'best');
    const dataset = await readDatasetOfRun(folder, (await readRunConfig(folder)).dataset.root, signal);
    return evaluateRun(folder, dataset, split, checkpoint, signal, activity);
  },
  print: printReport,
};
