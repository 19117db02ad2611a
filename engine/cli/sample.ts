import path from 'node:path';
import { mostStickers, writeSampleDataset, type SampleReport } from '../sample/writeSampleDataset.ts';
import { integerOption, onePositional, UsageError, type Command } from './command.ts';

export const sample: Command = {
  name: 'sample',
  summary: 'writes the sample dataset',
  usage: '<folder> [--count N] [--seed S] [--no-descriptions]',
  help: [
    '--count N           stickers (2100), at most a million',
    '--seed S            the same seed and count give the same dataset (1)',
    '--no-descriptions   leaves the four-view descriptions out',
  ],
  options: { count: { type: 'string' }, seed: { type: 'string' }, 'no-descriptions': { type: 'boolean' } },
  async run(given, { signal, progress }): Promise<SampleReport> {
    const stickers = integerOption(given, 'count', 2100, 1);
    if (stickers > mostStickers) throw new UsageError(`--count is at most ${mostStickers}, not ${stickers}`);
    return writeSampleDataset(path.resolve(onePositional(given, 'folder')), {
      count: stickers, seed: integerOption(given, 'seed', 1), descriptions: given.values['no-descriptions'] !== true, signal,
      onProgress: (done, count) => progress(`${done} of ${count} stickers`),
    });
  },
  print: ({ stickers, splits }: SampleReport) => `${stickers} stickers: ${splits.train} train, ${splits.validation} validation, ${splits.test} test`,
};
