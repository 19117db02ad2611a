import type { Problem } from '../dataset/dataset.ts';
import { problem } from '../dataset/problem.ts';
import { mostListed } from './missingPictures.ts';
import type { OpenDataset } from './openDatasets.ts';
import type { Notify } from './requestHandlers.ts';

/** Tells of pictures that cannot be used, each once, and past the limit that there are more. */
export function reportBroken(opened: OpenDataset, broken: readonly { readonly id: string; readonly reason: string | null }[], notify: Notify): void {
  const { dataset, missing, laterProblems } = opened;
  const problems: Problem[] = [];
  for (const { id, reason } of broken) {
    if (missing.has(id) || laterProblems.has(id) || laterProblems.has(moreBroken)) continue;
    const full = laterProblems.size - Math.min(missing.size, mostListed) >= mostListed;
    const found = full
      ? problem('error', id, `More than ${mostListed} pictures cannot be used; the others are not listed.`, 'List them all with: sticker-lab inspect <dataset> --json.')
      : problem('error', id, reason ?? 'The picture cannot be shown.', 'Replace the file with a whole picture, or take its row out of the annotations.');
    laterProblems.set(full ? moreBroken : id, found);
    problems.push(found);
  }
  if (problems.length > 0) notify('dataset/didFindProblems', { root: dataset.root, problems });
}

/** No id: ids have no empty names. */
const moreBroken = '';
