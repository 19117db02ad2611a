import path from 'node:path';
import { z } from 'zod';
import type { Dataset, Problem } from './dataset.ts';
import { listFolder } from './listFolders.ts';
import { matchNames } from './matchNames.ts';
import { markedRecords, type MarkedRecord } from './markedRecords.ts';
import { problem, someOf } from './problem.ts';
import { readJsonLines } from './readJsonLines.ts';
import { readText } from './readText.ts';
import type { Descriptions, Sticker } from './sticker.ts';
import { textsIn, viewTexts } from './viewTexts.ts';
import { withoutBadFields } from './withoutBadFields.ts';

export const descriptionsFile = 'descriptions.jsonl';
const markedFolder = 'Annotations_mg/image-level';

const line = z.object({ id: z.string().min(1), descriptions: viewTexts });

/**
 * Adds the descriptions that lie beside a dataset of any layout: `descriptions.jsonl` in its root, one
 * `{"id", "descriptions": {intention, style, roles, details}}` a line, and the public loader's
 * `Annotations_mg/image-level/*.json`. What the annotations themselves say goes before `descriptions.jsonl`, that before the latter.
 */
export async function withDescriptions(dataset: Dataset, folder: string): Promise<Dataset> {
  const { root } = dataset;
  const inside = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  const problems: Problem[] = [...dataset.problems];
  const found = new Map<string, Descriptions>();
  const known = new Set(dataset.stickers.map(({ id }) => id));
  for (const file of new Set([descriptionsFile, inside(descriptionsFile)])) {
    const listing = await listFolder(path.join(root, path.dirname(file)));
    if (listing?.files.includes(descriptionsFile)) await readOwn(root, file, known, found, problems);
  }
  const marked = await listFolder(path.join(root, inside(markedFolder)));
  const markedFiles = marked?.files.filter((name) => name.endsWith('.json')) ?? [];
  for (const name of markedFiles) await readMarked(root, inside(`${markedFolder}/${name}`), inside(''), known, found, problems);
  if (found.size === 0 && problems.length === dataset.problems.length) return dataset;
  const stickers = dataset.stickers.map((sticker): Sticker => {
    const descriptions = found.get(sticker.id);
    return descriptions ? { ...sticker, descriptions: { ...descriptions, ...sticker.descriptions } } : sticker;
  });
  return { ...dataset, stickers, problems };
}

async function readOwn(root: string, file: string, known: ReadonlySet<string>, found: Map<string, Descriptions>, problems: Problem[]) {
  const prefix = path.posix.dirname(file);
  const match = matchNames(known);
  const unknown: string[] = [];
  for (const { line: number, value } of await readJsonLines(root, file, problems)) {
    const checked = withoutBadFields(line, value, 'The line', { file, line: number },
      'Write {"id": "...", "descriptions": {"intention": "...", "style": "...", "roles": "...", "details": "..."}}.', problems);
    if (!checked) continue;
    const id = [checked.id, `${prefix}/${checked.id}`].map(match).find((name) => known.has(name));
    if (id === undefined) unknown.push(checked.id);
    else found.set(id, { ...found.get(id), ...textsIn(checked.descriptions) });
  }
  if (unknown.length > 0) {
    problems.push(problem('information', file, `${unknown.length} descriptions belong to no sticker of the dataset: ${someOf(unknown)}.`, 'Check their ids: paths within the dataset.'));
  }
}

async function readMarked(root: string, file: string, prefix: string, known: ReadonlySet<string>, found: Map<string, Descriptions>, problems: Problem[]) {
  const content = await readText(root, file, problems);
  if (content === null) return;
  let records: MarkedRecord[] | null = null;
  try {
    records = markedRecords(JSON.parse(content));
  } catch {
    // Said below: no list either.
  }
  if (!records) {
    problems.push(problem('error', file, 'The descriptions cannot be read: the file is no whole JSON with a list "annotations".', 'Write the file again.'));
    return;
  }
  const match = matchNames(known);
  let without = 0;
  for (const { picture, descriptions } of records) {
    const id = [`${prefix}Images/${picture}`, picture, `${prefix}${picture}`].map(match).find((candidate) => known.has(candidate));
    if (!descriptions) without++;
    else if (id !== undefined) found.set(id, { ...descriptions, ...found.get(id) });
  }
  if (without > 0) problems.push(problem('warning', file, `${without} texts have none of the four marks.`, 'Mark the views: #The sticker\'s intention, style, main role, gesture.'));
}
