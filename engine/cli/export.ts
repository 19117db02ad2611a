import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { exportFormats, formatDataset } from '../dataset/formatDataset.ts';
import { readDataset } from '../dataset/readDataset.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { writeAtomically } from '../files/writeAtomically.ts';
import { choiceOption, onePositional, stringOption, UsageError, type Command } from './command.ts';

interface ExportReport {
  /** Stickers written. */
  readonly written: number;
}

export const exportDataset: Command = {
  name: 'export',
  summary: 'writes annotations and descriptions in other formats',
  usage: '<dataset> --format jsonl|csv|huggingface|mghft --out PATH',
  help: [
    '--format F   jsonl: a line a sticker: id, split, label, text, descriptions {intention, style, roles, details}',
    '             csv: the same as columns, and the votes',
    '             huggingface: metadata.jsonl for an imagefolder; put it into the folder that holds the pictures',
    '             mghft: Annotations_mg/image-level/{train,val,test}.json with the four views as one marked text',
    '--out PATH   the file, or for huggingface and mghft the folder to write into; replaced where it exists,',
    '             but no file within the dataset is',
  ],
  options: { format: { type: 'string' }, out: { type: 'string' } },
  async run(given, { signal }): Promise<ExportReport> {
    const root = path.resolve(onePositional(given, 'dataset'));
    const out = stringOption(given, 'out');
    if (!stringOption(given, 'format')) throw new UsageError('--format is missing');
    if (!out) throw new UsageError('--out is missing');
    const format = choiceOption(given, 'format', exportFormats, 'jsonl');
    const { files, written } = formatDataset(await readDataset(root, { signal }), format, path.resolve(out));
    for (const { file } of files) await refuseDatasetFile(root, file);
    for (const { file, content } of files) {
      signal.throwIfAborted();
      await writeAtomically(file, content);
    }
    return { written };
  },
  print: ({ written }: ExportReport) => `${written} stickers written`,
};

const within = (folder: string, file: string) => {
  const inside = path.relative(folder, file);
  return inside !== '..' && !inside.startsWith(`..${path.sep}`) && !path.isAbsolute(inside);
};

/** A dataset is never written over: no file that exists within its folder is replaced, however the path is spelled. */
async function refuseDatasetFile(root: string, file: string): Promise<void> {
  if (!(await lstat(file).catch(() => null))) return;
  const real = path.join(await realpath(path.dirname(file)), path.basename(file));
  if (!within(root, file) && !within(await realpath(root), real)) return;
  throw new StickerLabError('This file is within the dataset already, and a dataset is not written over.', file,
    'Choose another --out, or, if the file is an earlier export, delete it first.');
}
