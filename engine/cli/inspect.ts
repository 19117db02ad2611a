import os from 'node:os';
import path from 'node:path';
import { pictureFile, type Layout, type Problem } from '../dataset/dataset.ts';
import { splits, views, type Split, type View } from '../dataset/sticker.ts';
import { checkPicture } from '../images/checkPicture.ts';
import { loadSharp } from '../images/sharp.ts';
import { readDescribedDataset } from '../store/readDescribedDataset.ts';
import { onePositional, type Command, type CommandContext } from './command.ts';

interface InspectReport {
  readonly layout: Layout;
  readonly stickers: number;
  readonly classes: readonly { readonly label: string; readonly count: number }[];
  readonly splits: Readonly<Record<Split, number>>;
  /** Stickers that have a text of each view. */
  readonly descriptions: Readonly<Record<View, number>>;
  readonly missing: readonly string[];
  readonly broken: readonly { readonly id: string; readonly reason: string }[];
  readonly problems: readonly Problem[];
}

export const inspect: Command = {
  name: 'inspect',
  summary: 'reads and checks a dataset',
  usage: '<dataset>',
  help: ['Reads the annotations and decodes every picture. Writes nothing.'],
  options: {},
  async run(given, context): Promise<InspectReport> {
    const dataset = await readDescribedDataset(path.resolve(onePositional(given, 'dataset')), { signal: context.signal });
    const { layout, stickers, classes, missing, problems, notes } = dataset;
    notes.forEach(context.progress);
    const absent = new Set(missing);
    const broken = await findBroken(stickers.map(({ id }) => id).filter((id) => !absent.has(id)), (id) => pictureFile(dataset, id), context);
    const count = (matches: (sticker: (typeof stickers)[number]) => boolean) => stickers.reduce((sum, sticker) => sum + (matches(sticker) ? 1 : 0), 0);
    return {
      layout, stickers: stickers.length,
      classes: classes.map((label, index) => ({ label, count: count((sticker) => sticker.label === index) })),
      splits: Object.fromEntries(splits.map((split) => [split, count((sticker) => sticker.split === split)])) as Record<Split, number>,
      descriptions: Object.fromEntries(views.map((view) => [view, count(({ descriptions }) => descriptions[view] !== undefined)])) as Record<View, number>,
      missing, broken, problems,
    };
  },
  print: printReport,
};

async function findBroken(ids: readonly string[], fileOf: (id: string) => string, { signal, progress }: CommandContext) {
  await loadSharp();
  const broken: { id: string; reason: string }[] = [];
  let next = 0;
  const work = async () => {
    while (next < ids.length) {
      signal.throwIfAborted();
      const id = ids[next++];
      const reason = await checkPicture(fileOf(id));
      if (reason !== null) broken.push({ id, reason });
      if (next % 500 === 0) progress(`${next} of ${ids.length} pictures`);
    }
  };
  await Promise.all(Array.from({ length: 2 * os.availableParallelism() }, work));
  return broken.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function printReport({ layout, stickers, classes, splits: sizes, descriptions, missing, broken, problems }: InspectReport): string {
  const where = ({ file, line }: Problem) => (line === undefined ? file : `${file}:${line}`);
  return [
    `${layout}: ${stickers} stickers (${sizes.train} train, ${sizes.validation} validation, ${sizes.test} test), ${missing.length} missing and ${broken.length} broken pictures`,
    ...classes.map(({ label, count }) => `  ${label.padEnd(16)} ${count}`),
    `descriptions: ${views.map((view) => `${descriptions[view]} ${view}`).join(', ')}`,
    ...broken.map(({ id, reason }) => `broken: ${id}: ${reason}`),
    ...problems.map((problem) => `${problem.severity}: ${where(problem)}: ${problem.message} ${problem.remedy}`),
  ].join('\n');
}
