import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { parseJson } from '../files/parseJson.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { writeAtomically } from '../files/writeAtomically.ts';

export const sourceFile = 'source.json';

const schema = z.object({
  endpoint: z.string(),
  repo: z.string(),
  /** What was asked for, and the commit it stood for. */
  revision: z.string(),
  commit: z.string(),
  /** When the last of the files was fetched, ISO 8601. */
  date: z.string(),
  files: z.array(z.object({ file: z.string(), bytes: z.number().int().nonnegative(), sha256: z.string() })),
});

/** Where a set's files were fetched from; each was verified before it was listed here. */
export type Source = Readonly<z.infer<typeof schema>>;

/** Of the set in `folder`; null where its files were placed by hand, or are not there. */
export async function readSource(folder: string): Promise<Source | null> {
  const file = path.join(folder, sourceFile);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (text === null) return null;
  const remedy = 'Delete the file: the weights beside it then count as placed by hand.';
  const parsed = schema.safeParse(parseJson(text, file, remedy));
  if (!parsed.success) throw new StickerLabError('The file does not say where the weights come from.', file, remedy, { cause: parsed.error });
  return parsed.data;
}

export const writeSource = (folder: string, source: Source) => writeAtomically(path.join(folder, sourceFile), `${JSON.stringify(source, null, 2)}\n`);
