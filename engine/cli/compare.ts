import path from 'node:path';
import { splits } from '../dataset/sticker.ts';
import type { ComparisonView } from '../evaluate/compareRuns.ts';
import { readChanges, readComparison } from '../service/readComparison.ts';
import { readSettings } from '../service/runRows.ts';
import { readDatasetOfRun } from '../store/readDatasetOfRun.ts';
import type { DataChanges } from '../train/dataChanges.ts';
import { readRunConfig } from '../train/runFolder.ts';
import { choiceOption, UsageError, type Command } from './command.ts';

interface Comparison extends ComparisonView {
  /** From what the first learned from to what the second did. */
  readonly changes: DataChanges;
  /** The settings that the two do not share, by name; null where a run lacks one. */
  readonly settings: Readonly<Record<string, readonly [first: string | null, second: string | null]>>;
}

const percent = (share: number) => (100 * share).toFixed(2).padStart(6);
const signed = (share: number) => `${share < 0 ? '-' : '+'}${(100 * Math.abs(share)).toFixed(2)}`.padStart(7);
const counted = (count: number, name: string) => `${count} ${name}${count === 1 ? '' : 's'}`;

function changesInWords({ reason, labels, splits: moved, texts, descriptions, added, removed }: DataChanges): string {
  if (reason !== null) return reason;
  const views = descriptions.reduce((sum, each) => sum + each.views.length, 0);
  const parts = [
    counted(labels.length, 'label'), counted(moved.length, 'split'), counted(texts.length, 'own text'), counted(views, 'description'), `${added.length} added`, `${removed.length} removed`,
  ].filter((part) => !part.startsWith('0 '));
  return parts.length === 0 ? 'Both learned from the same data.' : `Changed between them: ${parts.join(', ')}.`;
}

function differences(first: Readonly<Record<string, string>>, second: Readonly<Record<string, string>>): Comparison['settings'] {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].filter((name) => first[name] !== second[name]);
  return Object.fromEntries(names.map((name) => [name, [first[name] ?? null, second[name] ?? null]]));
}

function settingsInWords(settings: Comparison['settings']): string {
  const parts = Object.entries(settings).map(([name, values]) => `${name} ${values.map((value) => value ?? 'not set').join(' -> ')}`);
  return parts.length === 0 ? 'Both have the same settings.' : `Different settings: ${parts.join('; ')}.`;
}

function printComparison({ split, stickers, first, second, mcnemar, flips, remarks, changes, settings }: Comparison): string {
  const row = (name: string, before: number, after: number) => `${name.padEnd(12)}  ${percent(before)}  ${percent(after)}  ${signed(after - before)}`;
  const count = (direction: (typeof flips)[number]['direction']) => flips.filter((flip) => flip.direction === direction).length;
  const test = mcnemar.statistic === null ? 'exact' : `chi-squared ${mcnemar.statistic.toFixed(2)}`;
  return [
    `${split}: ${counted(stickers, 'sticker')} predicted by both`,
    `${''.padEnd(12)}   first  second  change`,
    row('accuracy', first.accuracy, second.accuracy), row('weighted F1', first.weighted.f1, second.weighted.f1), row('macro F1', first.macro.f1, second.macro.f1),
    `Right by the first alone ${mcnemar.firstOnly}, by the second alone ${mcnemar.secondOnly}: p = ${mcnemar.p.toPrecision(3)} (McNemar, ${test})`,
    `${counted(flips.length, 'prediction')} flipped: ${count('fixed')} became right, ${count('broken')} became wrong, ${count('otherwise')} are wrong in another way; ${flips.filter((flip) => flip.changed).length} on edited stickers`,
    settingsInWords(settings), changesInWords(changes), ...remarks,
  ].join('\n');
}

export const compare: Command = {
  name: 'compare',
  summary: 'compares what two runs predicted',
  usage: '<first> <second> [--split S]',
  help: [
    'Compares the best checkpoints\' stored predictions on the stickers that both runs have predicted, labels as the dataset has them now.',
    `--split S  ${splits.join(', ')} (test)`,
  ],
  options: { split: { type: 'string' } },
  async run(given, { signal }): Promise<Comparison> {
    if (given.positionals.length !== 2) throw new UsageError(`<first> and <second> are wanted, not ${counted(given.positionals.length, 'run')}`);
    const [first, second] = given.positionals.map((folder) => path.resolve(folder)) as [string, string];
    const split = choiceOption(given, 'split', splits, 'test');
    const dataset = await readDatasetOfRun(second, (await readRunConfig(second)).dataset.root, signal);
    return {
      ...await readComparison(dataset, first, second, split), changes: await readChanges(first, second),
      settings: differences(await readSettings(first), await readSettings(second)),
    };
  },
  print: printComparison,
};
