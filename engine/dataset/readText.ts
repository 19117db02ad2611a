import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Problem } from './dataset.ts';
import { problem } from './problem.ts';

/** A file's bytes; null, with a problem, where it cannot be read. `file` is its path within the dataset. */
export async function readBytes(root: string, file: string, problems: Problem[]): Promise<Uint8Array | null> {
  try {
    return await readFile(path.join(root, file));
  } catch (error) {
    problems.push(problem('error', file, `The file cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      'Check that the file exists and that you may read it.'));
    return null;
  }
}

/** UTF-8 without its byte order mark; null, with a problem, where the file cannot be read. */
export async function readText(root: string, file: string, problems: Problem[]): Promise<string | null> {
  const bytes = await readBytes(root, file, problems);
  return bytes && new TextDecoder().decode(bytes);
}
