import { splits, views, type Split } from '../dataset/sticker.ts';
import type { OpenDataset } from './openDatasets.ts';
import type { DatasetView } from './requests.ts';

export function datasetView({ dataset, storage, laterProblems }: OpenDataset): DatasetView {
  const counts = Object.fromEntries(splits.map((split) => [split, Array.from({ length: dataset.classes.length + 1 }, () => 0)])) as Record<Split, number[]>;
  let described = 0;
  for (const sticker of dataset.stickers) {
    counts[sticker.split][sticker.label ?? dataset.classes.length]++;
    if (views.every((view) => sticker.descriptions[view])) described++;
  }
  return {
    root: dataset.root, name: dataset.name, layout: dataset.layout, classes: dataset.classes,
    stickers: dataset.stickers.length,
    missing: dataset.missing.length,
    counts, described,
    notes: dataset.notes,
    problems: [...dataset.problems, ...laterProblems.values()],
    storage: { folder: storage.folder, fallback: storage.fallback },
  };
}
