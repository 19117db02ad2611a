import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { descriptionFailure } from './descriptionFailure.ts';
import { holdsDescriptions } from './descriptionSchema.ts';
import type { PresentDescription } from './descriptionStore.ts';
import { busyTimeout } from './openDatabase.ts';
import { presentIn } from './versions.ts';

/**
 * What a `descriptions.db` says now, in no order, for a process that only reads; null where there is no such file. Makes none.
 * @throws StickerLabError where the file is damaged or another program's.
 */
export async function readDescriptionFile(file: string): Promise<PresentDescription[] | null> {
  if (!(await stat(file).catch(() => null))) return null;
  const { DatabaseSync } = await import('node:sqlite');
  try {
    // Opened for writing all the same: who only reads would leave the files of the write-ahead log behind.
    const database = new DatabaseSync(new URL('?mode=rw', pathToFileURL(file)), { timeout: busyTimeout });
    try {
      return holdsDescriptions(database, file) ? presentIn(database)() : [];
    } finally {
      database.close();
    }
  } catch (error) {
    throw descriptionFailure(error, file);
  }
}
