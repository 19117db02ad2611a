import path from 'node:path';
import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { collectStickers, type FoundSticker } from './collectStickers.ts';
import type { Dataset, Problem } from './dataset.ts';
import { isPictureName, listFolder } from './listFolders.ts';
import { problem } from './problem.ts';
import { labelsFile, readLabels } from './readLabels.ts';
import { readText } from './readText.ts';
import { inferLabelOrder, ser30kClasses } from './ser30kLabels.ts';
import type { Split } from './sticker.ts';
import { stickerId } from './stickerId.ts';
import { withoutBadFields } from './withoutBadFields.ts';

const annotationFile = z.object({ annotations: z.array(z.unknown()) });

const vote = z.number().int().nullish().catch(null);
const record = z.object({
  topic: z.union([z.string(), z.number().transform(String)]).default(''),
  file_name: z.string().min(1),
  text: z.string().nullish(),
  // Judged by `labelOf`, so that a sticker is kept whatever it says.
  anno: z.unknown(),
  anno1: vote, anno2: vote, anno3: vote,
});
type Record30k = z.infer<typeof record>;

const splitFiles: readonly (readonly [string, Split | null])[] = [['train', 'train'], ['val', 'validation'], ['test', 'test']];

interface Row extends Record30k {
  readonly split: Split | null;
  readonly file: string;
  readonly position: number;
}

/**
 * SER30K: `Images/<topic>/<file>`, `Annotations/image-level/{train,val,test}.json`, or, where those are not there,
 * `Annotations/all_annos.json`. `labels.json` states the class names; else their order is inferred from the counts.
 * @param within the folder inside `root` that holds `Images` and `Annotations`; '' for `root` itself.
 */
export async function readSer30k(root: string, within: string, signal?: AbortSignal): Promise<Dataset> {
  const inside = (name: string) => (within === '' ? name : `${within}/${name}`);
  const problems: Problem[] = [];
  const notes: string[] = [];
  const [listing, base] = await Promise.all([listPictures(root, inside('Images'), signal), listFolder(path.join(root, within))]);
  const imageLevel = await listFolder(path.join(root, inside('Annotations/image-level')));
  const present = splitFiles.filter(([name]) => imageLevel?.files.includes(`${name}.json`));
  if (present.length > 0) {
    for (const [name] of splitFiles.filter((entry) => !present.includes(entry))) {
      const file = inside(`Annotations/image-level/${name}.json`);
      problems.push(problem('warning', file, 'The annotations of this split are missing.', 'Put the file back; until then the split is empty.'));
    }
  }
  const sources = present.length > 0
    ? present.map(([name, split]) => [inside(`Annotations/image-level/${name}.json`), split] as const)
    : [[inside('Annotations/all_annos.json'), null] as const];
  const rows = (await Promise.all(sources.map(([file, split]) => readAnnotations(root, file, split, problems)))).flat();
  signal?.throwIfAborted();

  const classes = base?.files.includes(labelsFile) ? await readLabels(path.join(root, within)) : null;
  const order = classes
    ? { classes, note: `Label order: ${classes.map((name, k) => `${k + 1} ${name}`).join(', ')}: stated by ${inside(labelsFile)}.` }
    : inferLabelOrder(countAnnotations(rows));
  notes.push(order.note);

  const found: FoundSticker[] = [];
  for (const row of rows) {
    const within30k = stickerId(row.topic === '' ? row.file_name : `${row.topic}/${row.file_name}`);
    if (within30k === null) {
      problems.push(problem('error', row.file, `Record ${row.position}: "${row.topic}/${row.file_name}" leads out of the dataset's folder; the record is left out.`,
        'Name a picture inside Images.'));
      continue;
    }
    found.push({
      id: inside(`Images/${within30k}`), split: row.split, label: labelOf(row, order.classes, problems),
      votes: [row.anno1, row.anno2, row.anno3].filter((value) => value != null && value >= 1 && value <= order.classes.length).map((value) => value! - 1),
      text: row.text?.trim() ?? '', topic: row.topic, descriptions: {}, attributes: {}, source: { file: row.file },
    });
  }
  return collectStickers({ root, layout: 'ser30k', classes: order.classes, found, pictures: listing, shares: [7, 1, 2], problems, notes });
}

async function listPictures(root: string, images: string, signal?: AbortSignal): Promise<Set<string>> {
  const top = await listFolder(path.join(root, images));
  if (!top) {
    throw new StickerLabError('The annotations are here, but the Images folder is not.', path.join(root, images), 'Unpack the pictures into Images/<topic>/ beside Annotations.');
  }
  signal?.throwIfAborted();
  const pictures = new Set(top.files.filter(isPictureName).map((name) => `${images}/${name}`));
  await Promise.all(top.folders.map(async (topic) => {
    const listing = await listFolder(path.join(root, images, topic));
    for (const name of listing?.files ?? []) if (isPictureName(name)) pictures.add(`${images}/${topic}/${name}`);
  }));
  return pictures;
}

async function readAnnotations(root: string, file: string, split: Split | null, problems: Problem[]): Promise<Row[]> {
  const text = await readText(root, file, problems);
  if (text === null) return [];
  let parsed: z.infer<typeof annotationFile>;
  try {
    parsed = annotationFile.parse(JSON.parse(text));
  } catch (error) {
    const truncated = error instanceof SyntaxError;
    problems.push(problem('error', file,
      truncated ? `The JSON is cut off or damaged (${error.message}).` : 'The JSON has no list "annotations".',
      'Copy the file again from the original; the splits in other files were read.'));
    return [];
  }
  const rows: Row[] = [];
  parsed.annotations.forEach((value, position) => {
    const checked = withoutBadFields(record, value, `Record ${position}`, { file }, 'Correct the record: topic, file_name, text, anno1, anno2, anno3, anno.', problems);
    if (checked) rows.push({ ...checked, split, file, position });
  });
  return rows;
}

function countAnnotations(rows: readonly Row[]): number[] {
  const counts = ser30kClasses.map(() => 0);
  for (const { anno } of rows) if (isLabel(anno, counts.length)) counts[anno - 1]++;
  return counts;
}

const isLabel = (anno: unknown, classes: number): anno is number => typeof anno === 'number' && Number.isInteger(anno) && anno >= 1 && anno <= classes;

function labelOf(row: Row, classes: readonly string[], problems: Problem[]): number | null {
  if (isLabel(row.anno, classes.length)) return row.anno - 1;
  problems.push(problem('error', row.file,
    row.anno == null ? `Record ${row.position} (${row.file_name}) has no anno.` : `Record ${row.position} (${row.file_name}): anno ${JSON.stringify(row.anno)} is ${Number.isInteger(row.anno) ? 'outside' : 'no whole number from'} 1 to ${classes.length}.`,
    'Correct the anno; until then the sticker has no label and is not trained on.'));
  return null;
}
