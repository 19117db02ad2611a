import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from './fixture.ts';
import { runPackaged } from './packaged.ts';

/** How many stickers' intention is another one when the second run is trained. */
export const changedTexts = 3;

const train = (dataset: string, name: string, ...flags: string[]) =>
  runPackaged('train', dataset, '--preset', 'tiny', '--device', 'cpu', '--epochs', '3', '--run', path.join(dataset, '.sticker-lab/runs', name), ...flags);

async function changeTexts(dataset: string): Promise<void> {
  const file = path.join(dataset, 'descriptions.jsonl');
  const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as { descriptions: Record<string, string> });
  lines.slice(0, changedTexts).forEach((line) => { line.descriptions['intention'] = 'The sender says something else.'; });
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** The fixture's window on a dataset with two trained runs, `first` and `second`; some texts were changed between them. */
export const analysing = test.extend({
  dataset: async ({ dataset }, use) => {
    await train(dataset, 'first');
    await changeTexts(dataset);
    await train(dataset, 'second', '--seed', '2');
    await use(dataset);
  },
});
