import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';

/* A run of two emotions on a dataset that by now has seven. */

const scores = { precision: 0.5, recall: 0.5, f1: 0.5 };
scriptHost({ dataset: exampleDataset(2), run: exampleRun({ classes: ['fear', 'joy'] }), split: 'test' }, {
  'evaluation/read': () => ({
    split: 'test', accuracy: 0.5, weighted: scores, macro: scores, confusion: [[1, 0], [1, 0]],
    perClass: ['fear', 'joy'].map((label) => ({ label, ...scores, support: 1 })),
  }),
  'predictions/read': () => [],
  'map/read': () => null,
});
