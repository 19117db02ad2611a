import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyOf, test } from './fixture.ts';
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

/** The fixture's window on a dataset with two trained runs, `first` and `second`; some texts were changed between them. Trained once, copied with its runs for each test. */
export const analysing = test.extend<object, { trained: string }>({
  trained: [
    async ({ sample }, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'sticker-lab-trained-'));
      const dataset = path.join(folder, 'sample');
      await cp(sample, dataset, { recursive: true });
      await train(dataset, 'first');
      await changeTexts(dataset);
      await train(dataset, 'second', '--seed', '2');
      await use(dataset);
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  dataset: async ({ trained }, use) => copyOf(trained, use),
});
