import type { DatasetView, RunView, Split } from '../../../extension/protocol/engine.ts';

export const classes = ['anger', 'disgust', 'fear', 'happiness', 'neutral', 'sadness', 'surprise'] as const;

/** A dataset of `stickers`, spread evenly over the classes, all in one split. */
export function exampleDataset(stickers: number, split: Split = 'test'): DatasetView {
  const none = [...classes.map(() => 0), 0];
  const even = [...classes.map((_, label) => Math.floor((stickers + classes.length - 1 - label) / classes.length)), 0];
  return {
    root: '/data/stickers', name: 'stickers', layout: 'ser30k', classes, stickers, missing: 0, described: stickers,
    counts: { train: none, validation: none, test: none, [split]: even },
    notes: [], problems: [], storage: { folder: '/data/stickers/.sticker-lab', fallback: false },
  };
}

export function exampleRun(change: Partial<RunView> = {}): RunView {
  return {
    run: '/data/stickers/.sticker-lab/runs/tiny-1', name: 'tiny-1', preset: 'tiny', recipe: 'paper', classes, created: '2026-01-01T00:00:00Z',
    state: 'done', status: null, result: null, predicted: ['validation', 'test'], notes: [], ...change,
  };
}
