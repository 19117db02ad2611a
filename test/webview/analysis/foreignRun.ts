import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { reportOf } from './evaluationNumbers.ts';

/* A run of another version: its test scores cannot be read, and of its validation split nothing but these can be had. */

const { classes } = exampleDataset(7);
const predictions = classes.map((_, label) => ({ id: `pack/${label}.png`, label, prediction: label, probabilities: [] }));
const fail = (message: string, file: string, remedy: string): never => { throw Object.assign(new Error(message), { data: { file, remedy } }); };
scriptHost({ dataset: exampleDataset(7), run: exampleRun(), split: 'test', checkpoint: 'best', selected: [] }, {
  'evaluation/read': ({ split }) => (split === 'test' ? fail('test.json is not what this version of Sticker Lab writes.', 'test.json', 'Delete the file.') : reportOf(predictions, classes)),
  'predictions/read': () => predictions,
  'evaluation/details': () => fail('This run was written by another version of Sticker Lab (format 7)', 'config.json', 'Open it with that version, or train again.'),
  'evaluation/published': () => null,
});
