import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { detailsOf, reportOf } from './evaluationNumbers.ts';

/* A run of two emotions on a dataset that by now has seven; one of them has no sticker. */

const classes = ['fear', 'joy'];
const predictions = [{ id: 'pack/0.png', label: 1, prediction: 0, probabilities: [0.9, 0.1] }];
scriptHost({ dataset: exampleDataset(2), run: exampleRun({ classes }), split: 'test', checkpoint: 'best', selected: [] }, {
  'evaluation/read': () => reportOf(predictions, classes),
  'predictions/read': () => predictions,
  'gallery/ids': ({ filter }) => ({ ids: [...filter.selection!.ids] }),
  'evaluation/details': () => detailsOf(predictions, classes, ['The test split has no sticker labelled fear.']),
  'evaluation/published': () => null,
});
