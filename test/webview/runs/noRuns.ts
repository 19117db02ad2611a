import { exampleDataset } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';

/* A dataset that nothing was trained on; the first reading fails. */

let readings = 0;
scriptHost({ dataset: exampleDataset(7), runs: [], first: null, second: null, split: 'test', selected: [] }, {
  'runs/table': () => {
    readings += 1;
    if (readings === 1) throw Object.assign(new Error('The folder cannot be read.'), { data: { file: '/data/stickers', remedy: 'Change the permissions.' } });
    return { rows: [] };
  },
});
