import { appendFile } from 'node:fs/promises';
import { fileFailure } from './fileFailure.ts';

/** Adds a line to a file. A reader may see it cut off while it is written, or after a crash. */
export async function appendLine(file: string, line: string): Promise<void> {
  try {
    await appendFile(file, `${line}\n`);
  } catch (error) {
    throw fileFailure(error, file);
  }
}
