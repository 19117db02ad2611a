import type { EvaluationReport } from '../../../extension/protocol/engine.ts';
import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { reportOf } from './evaluationNumbers.ts';

/* A run of another version: its test scores are of another shape, and of its validation split nothing but these can be had. */

const { classes } = exampleDataset(7);
const predictions = classes.map((_, label) => ({ id: `pack/${label}.png`, label, prediction: label, probabilities: [] }));
scriptHost({ dataset: exampleDataset(7), run: exampleRun(), split: 'test', checkpoint: 'best', selected: [] }, {
  'evaluation/read': ({ split }) => (split === 'test' ? { split: 'test', scores: [1, 2] } as unknown as EvaluationReport : reportOf(predictions, classes)),
  'predictions/read': () => predictions,
  'evaluation/details': () => { throw Object.assign(new Error('This run was written by another version of Sticker Lab (format 7)'), { data: { file: 'config.json', remedy: 'Open it with that version, or train again.' } }); },
  'evaluation/published': () => null,
});
