import path from 'node:path';
import { exportFormats } from '../dataset/formatDataset.ts';
import { writeExport } from '../dataset/writeExport.ts';
import { readDescribedDataset } from '../store/readDescribedDataset.ts';
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
  async run(given, { signal, progress }): Promise<ExportReport> {
    const root = path.resolve(onePositional(given, 'dataset'));
    const out = stringOption(given, 'out');
    if (!stringOption(given, 'format')) throw new UsageError('--format is missing');
    if (!out) throw new UsageError('--out is missing');
    const format = choiceOption(given, 'format', exportFormats, 'jsonl');
    const { written, notes } = await writeExport(await readDescribedDataset(root, { signal }), format, path.resolve(out), signal);
    notes.forEach(progress);
    return { written };
  },
  print: ({ written }: ExportReport) => `${written} stickers written`,
};
