import path from 'node:path';
import { csvCell } from './csvCell.ts';
import type { Dataset } from './dataset.ts';
import { writeMarkedText } from './markedText.ts';
import { someOf } from './problem.ts';
import { splits, views, type Descriptions, type Split, type Sticker } from './sticker.ts';
import { textsIn } from './viewTexts.ts';

export const exportFormats = ['jsonl', 'csv', 'huggingface', 'mghft'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportedFile {
  /** Absolute. */
  readonly file: string;
  readonly content: string;
}

export interface Export {
  readonly files: readonly ExportedFile[];
  /** Stickers written. */
  readonly written: number;
  /** What the format cannot hold and is therefore not there, for people. */
  readonly notes: readonly string[];
}

const labelName = ({ classes }: Dataset, { label }: Sticker) => (label === null ? null : classes[label]);

/** A dataset's annotations and descriptions in another format, as files below or at `out`. */
export function formatDataset(dataset: Dataset, format: ExportFormat, out: string): Export {
  const all = dataset.stickers.length;
  if (format === 'jsonl') return { files: [{ file: out, content: jsonl(dataset) }], written: all, notes: [] };
  if (format === 'csv') return { files: [{ file: out, content: csv(dataset) }], written: all, notes: [] };
  if (format === 'huggingface') {
    const file = out.endsWith('.jsonl') ? out : path.join(out, 'metadata.jsonl');
    return { files: [{ file, content: metadata(dataset, path.dirname(file)) }], written: all, notes: [] };
  }
  return mghft(dataset, out);
}

const lines = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const fourViews = ({ descriptions }: Sticker): Required<Descriptions> => ({ intention: '', style: '', roles: '', details: '', ...textsIn(descriptions) });

const jsonl = (dataset: Dataset) => lines(dataset.stickers.map((sticker) =>
  ({ id: sticker.id, split: sticker.split, label: labelName(dataset, sticker), text: sticker.text, descriptions: fourViews(sticker) })));

function csv(dataset: Dataset): string {
  const rows = dataset.stickers.map((sticker) => [
    sticker.id, sticker.split, labelName(dataset, sticker) ?? '', sticker.text, sticker.votes.map((vote) => dataset.classes[vote]).join(';'),
    ...Object.values(fourViews(sticker)),
  ]);
  return [['id', 'split', 'label', 'text', 'votes', ...views], ...rows].map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

/** `file_name` is relative to the metadata's folder where the pictures lie below it, else to the dataset's. */
function metadata(dataset: Dataset, folder: string): string {
  const inside = path.relative(folder, dataset.root);
  const prefix = inside.startsWith('..') || path.isAbsolute(inside) ? '' : inside.split(path.sep).filter(Boolean).map((part) => `${part}/`).join('');
  return lines(dataset.stickers.map((sticker) =>
    ({ file_name: `${prefix}${sticker.id}`, label: labelName(dataset, sticker), split: sticker.split, text: sticker.text, ...fourViews(sticker) })));
}

const splitFile: Readonly<Record<Split, string>> = { train: 'train', validation: 'val', test: 'test' };

/** What comes before the topics where all pictures lie below one `Images` folder, as the public loader has them; else ''. */
function imagesFolder({ stickers }: Dataset): string {
  const folder = /^(?:.*?\/)?Images\//u.exec(stickers[0]?.id ?? '')?.[0] ?? '';
  return stickers.every(({ id }) => id.startsWith(folder)) ? folder : '';
}

/** The public loader takes every record as labelled, so stickers without a label are left out. */
function mghft(dataset: Dataset, out: string): Export {
  const images = imagesFolder(dataset);
  const labelled = dataset.stickers.filter(({ label }) => label !== null);
  const files = splits.map((split) => {
    const annotations = labelled.filter((sticker) => sticker.split === split).map((sticker) => {
      const picture = sticker.id.slice(images.length);
      const end = picture.lastIndexOf('/');
      const anno = sticker.label! + 1;
      const [anno1, anno2, anno3] = [0, 1, 2].map((k) => (sticker.votes[k] ?? sticker.label!) + 1);
      return { topic: picture.slice(0, Math.max(end, 0)), file_name: picture.slice(end + 1), text: writeMarkedText(textsIn(sticker.descriptions)), anno1, anno2, anno3, anno };
    });
    return { file: path.join(out, 'Annotations_mg', 'image-level', `${splitFile[split]}.json`), content: JSON.stringify({ annotations }) };
  });
  const left = dataset.stickers.filter(({ label, descriptions }) => label === null && Object.keys(textsIn(descriptions)).length > 0).map(({ id }) => id);
  const notes = left.length === 0 ? [] : [`${left.length} stickers with descriptions have no label, and the public loader takes only labelled ones: ${someOf(left)} are not in the files.`];
  return { files, written: labelled.length, notes };
}
