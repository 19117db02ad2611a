import { collectStickers, type FoundSticker } from './collectStickers.ts';
import type { Dataset, Problem } from './dataset.ts';
import { isPictureName, type FolderListing } from './listFolders.ts';
import { problem } from './problem.ts';
import { readBytes, readText } from './readText.ts';
import { readCsv, type CsvRow } from './readCsv.ts';
import { splits, type Split } from './sticker.ts';
import { stickerId } from './stickerId.ts';

/** MET-MEME's sentiment categories in the order of their numbers 1 to 7. */
export const metMemeClasses = ['happiness', 'love', 'anger', 'sorrow', 'fear', 'hate', 'surprise'] as const;

const labelName = /^label_E\.csv$/i;
const textName = /^E_text\.csv$/i;
const splitName = /^avg_(train|val|test)_label_E\.csv$/i;
const sentiment = 'sentiment category';

type Listings = ReadonlyMap<string, FolderListing>;

const filesNamed = (listings: Listings, pattern: RegExp) =>
  [...listings].flatMap(([folder, { files }]) => files.filter((name) => pattern.test(name)).map((name) => (folder === '' ? name : `${folder}/${name}`)));

export const isMetMeme = (listings: Listings) => filesNamed(listings, labelName).length > 0 || filesNamed(listings, splitName).length > 0;

/**
 * MET-MEME English as published: `label_E.csv` and `E_text.csv` in GB18030 (UTF-8 copies are recognised), pictures
 * `image_ (N).jpg` in any folder down to four below the root, and, where present, the M3F split files `avg_{train,val,test}_label_E.csv`
 * (UTF-8, names `E_` + file). With two of the three, the remaining rows are the third.
 */
export async function readMetMeme(root: string, listings: Listings, signal?: AbortSignal): Promise<Dataset> {
  const problems: Problem[] = [];
  const notes: string[] = [];
  const labelFile = filesNamed(listings, labelName)[0];
  const textFile = filesNamed(listings, textName)[0];
  const splitFiles = filesNamed(listings, splitName);

  const splitRows = new Map<Split, CsvRow[]>();
  const rowsByFile: (readonly [file: string, rows: readonly CsvRow[]])[] = [];
  for (const file of splitFiles) {
    const text = await readText(root, file, problems);
    const split = ({ train: 'train', val: 'validation', test: 'test' } as const)[splitName.exec(file.split('/').at(-1)!)![1].toLowerCase() as 'train' | 'val' | 'test'];
    if (text === null || splitRows.has(split)) continue;
    const parsed = readCsv(text, file, problems);
    splitRows.set(split, parsed);
    rowsByFile.push([file, parsed]);
  }
  const labelBytes = labelFile === undefined ? null : await readBytes(root, labelFile, problems);
  const rows: readonly { file: string; row: CsvRow }[] = labelBytes && labelFile !== undefined
    ? readCsv(decode(labelBytes), labelFile, problems).map((row) => ({ file: labelFile, row }))
    : rowsByFile.flatMap(([file, parsed]) => parsed.map((row) => ({ file, row })));
  const textBytes = textFile === undefined ? null : await readBytes(root, textFile, problems);
  const texts = textBytes && textFile !== undefined ? textsOf(readCsv(decode(textBytes), textFile, problems)) : new Map<string, string>();
  if (textFile === undefined) problems.push(problem('warning', 'E_text.csv', 'The texts are missing.', 'Put E_text.csv beside label_E.csv.'));
  signal?.throwIfAborted();

  const named = rows.map(({ file, row }) => ({ file, row, name: nameOf(row) }));
  const split = splitsOf(splitRows, named.map(({ name }) => name), notes);
  const places = placePictures(listings, new Set(named.map(({ name }) => name)));
  const found: FoundSticker[] = [];
  for (const { file, row, name } of named) {
    const id = stickerId(places.idOf.get(name) ?? (places.home === '' ? name : `${places.home}/${name}`));
    if (id === null || name === '') {
      problems.push(problem('error', file, `The row's file name "${name}" leads out of the dataset's folder or is empty; the row is left out.`, 'Correct the file name.', row.line));
      continue;
    }
    found.push({
      id, split: split(name), label: labelOf(row, file, problems), votes: [], text: texts.get(name) ?? '', topic: '', descriptions: {},
      attributes: attributesOf(row), source: { file, line: row.line },
    });
  }
  return collectStickers({ root, layout: 'met-meme', classes: metMemeClasses, found, pictures: places.pictures, spare: places.spare, shares: [6, 2, 2], problems, notes });
}

/** UTF-8 where the bytes are valid UTF-8 (the re-encoded copies), else GB18030 as published. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

const nameOf = ({ cells }: CsvRow) => (cells.get('file_name') ?? cells.get('images_name') ?? '').replace(/^E_(?=image)/, '');

const textsOf = (rows: readonly CsvRow[]) => new Map(rows.map((row) => [nameOf(row), row.cells.get('text') ?? '']));

/** Cells like `1(happiness)`. The name decides; the number must agree where it is there. */
function labelOf(row: CsvRow, file: string, problems: Problem[]): number | null {
  const cell = row.cells.get(sentiment) ?? '';
  const match = /^(\d+)?\s*(?:\(?\s*([a-z]+)\s*\)?)?$/i.exec(cell);
  const number = match?.[1] === undefined ? null : Number(match[1]) - 1;
  const name = match?.[2] === undefined ? null : metMemeClasses.indexOf(match[2].toLowerCase() as (typeof metMemeClasses)[number]);
  const label = name ?? number;
  if (label !== null && label >= 0 && label < metMemeClasses.length && (name === null || number === null || name === number)) return label;
  problems.push(problem('error', file, `The sentiment "${cell}" of ${nameOf(row)} is none of 1(happiness) to 7(surprise).`,
    'Correct the cell; until then the sticker has no label and is not trained on.', row.line));
  return null;
}

function attributesOf({ cells }: CsvRow): Record<string, string> {
  return Object.fromEntries([...cells].filter(([name, cell]) => cell !== '' && ![sentiment, 'file_name', 'images_name'].includes(name)));
}

function splitsOf(files: ReadonlyMap<Split, readonly CsvRow[]>, names: readonly string[], notes: string[]): (name: string) => Split | null {
  const known = new Map<string, Split>();
  for (const [split, rows] of files) for (const row of rows) if (!known.has(nameOf(row))) known.set(nameOf(row), split);
  const absent = splits.filter((split) => !files.has(split));
  if (files.size === 0) return () => null;
  if (absent.length === 1) {
    const rest = names.filter((name) => !known.has(name)).length;
    notes.push(`Splits: the M3F files; the ${absent[0]} file is not here, so the ${rest} remaining rows are the ${absent[0]} split.`);
    return (name) => known.get(name) ?? absent[0];
  }
  notes.push(absent.length === 0 ? 'Splits: the M3F files.' : `Splits: the M3F ${[...files.keys()].join(' and ')} file; ${absent.join(' and ')} files are not here.`);
  return (name) => known.get(name) ?? null;
}

interface Places {
  /** Path of each listed picture that exists. */
  readonly idOf: ReadonlyMap<string, string>;
  /** The folder with most listed pictures: where a missing one would lie. */
  readonly home: string;
  readonly pictures: ReadonlySet<string>;
  /** Further copies of listed pictures in other folders. */
  readonly spare: ReadonlySet<string>;
}

/** A picture is looked for in the folder that holds most of them first, then in the others. */
function placePictures(listings: Listings, names: ReadonlySet<string>): Places {
  const folders = [...listings]
    .map(([folder, { files }]) => ({ folder, listed: files.filter((name) => names.has(name)), files }))
    .filter(({ listed }) => listed.length > 0)
    .toSorted((a, b) => b.listed.length - a.listed.length || (a.folder < b.folder ? -1 : 1));
  const idOf = new Map<string, string>();
  const pictures = new Set<string>();
  const spare = new Set<string>();
  for (const { folder, files } of folders) {
    for (const name of files.filter(isPictureName)) {
      const id = folder === '' ? name : `${folder}/${name}`;
      pictures.add(id);
      if (!names.has(name)) continue;
      if (idOf.has(name)) spare.add(id);
      else idOf.set(name, id);
    }
  }
  return { idOf, home: folders[0]?.folder ?? '', pictures, spare };
}
