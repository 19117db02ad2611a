import path from 'node:path';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { writeLineDataset, type DatasetLine } from '../../support/lineDataset.ts';
import { trainMicro } from '../train/trainingRun.ts';

const colours = { red: ['anger', 'joy'], blue: ['fear', 'calm'] } as const;
/** What the intention says decides between the two emotions of a colour. */
export const intentions = { setback: 'to complain about a lost match', news: 'to celebrate a winning ticket' } as const;

const lines: DatasetLine[] = Array.from({ length: 60 }, (_, i) => {
  const colour = i % 2 === 0 ? 'red' : 'blue';
  const occasion = i % 4 < 2 ? 'setback' : 'news';
  return {
    colour, split: i < 40 ? 'train' : i < 48 ? 'validation' : 'test', label: colours[colour][occasion === 'setback' ? 0 : 1],
    descriptions: { intention: intentions[occasion], style: 'plain', roles: 'nobody', ...(i % 3 === 0 ? {} : { details: 'one colour' }) },
    text: i % 5 === 0 ? 'HEY' : '',
  };
});

/** A dataset whose emotion is colour x intention, and a micro model that learned it. */
export async function trainPlanted(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<{ dataset: Dataset; run: string }> {
  const dataset = await writeLineDataset(path.join(folder, 'dataset'), lines);
  const run = path.join(dataset.root, '.sticker-lab', 'runs', 'planted');
  await trainMicro(run, dataset, { epochs: '12', warmupEpochs: '1', learningRate: '0.01', 'augmentation.minimumArea': '1', 'model.modules.alignment': 'false', ...settings });
  return { dataset, run };
}
