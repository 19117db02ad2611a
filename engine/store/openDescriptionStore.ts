import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { actsIn } from './acts.ts';
import type { BatchStore } from './batchStore.ts';
import { descriptionFailure } from './descriptionFailure.ts';
import { isPersons } from './descriptionRecord.ts';
import { descriptionSchema, descriptionsName, holdsDescriptions } from './descriptionSchema.ts';
import type { DescriptionStore } from './descriptionStore.ts';
import { generationKeeper } from './generations.ts';
import { inTransaction, openDatabase } from './openDatabase.ts';
import { proposalsIn } from './proposals.ts';
import { batchesIn } from './storedBatches.ts';
import { undoingIn } from './undoing.ts';
import { stickerNumbers, versionsIn } from './versions.ts';
import { writeVersionsIn, type WriteVersions } from './writeVersions.ts';

/** In KiB, at most. What an act over a whole dataset writes (SER30K: 60 MB) should fit: else its pages go to the log several times. */
const cacheSize = 65_536;

/**
 * Opens `descriptions.db` of a storage folder, and makes it where there is none. `close` of the descriptions closes both.
 * @throws StickerLabError where the file is damaged, another program's, or cannot be opened. It is left as it is.
 */
export async function openDescriptionStore(folder: string): Promise<{ readonly descriptions: DescriptionStore; readonly batches: BatchStore }> {
  const file = path.join(folder, descriptionsName);
  try {
    const database = await openDatabase(file, descriptionSchema, (found) => void holdsDescriptions(found, file));
    database.exec(`PRAGMA cache_size = -${cacheSize}`);
    return { descriptions: tellingFaults(file, descriptionsIn(database, file)), batches: tellingFaults(file, batchesIn(database)) };
  } catch (error) {
    throw descriptionFailure(error, file);
  }
}

function descriptionsIn(database: DatabaseSync, file: string): DescriptionStore {
  const versions = versionsIn(database);
  const write = refusingWhereGone(file, writeVersionsIn(database));
  const acts = actsIn(database, versions, write);
  const numberOf = stickerNumbers(database);
  const keepGeneration = generationKeeper(database);
  const keepPrompts = database.prepare('INSERT INTO prompt (version, text) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const prompts = database.prepare('SELECT text FROM prompt WHERE version = ?');
  const dataVersion = database.prepare('PRAGMA data_version');
  const changes = () => dataVersion.get()!['data_version'] as number;
  let seen = changes();
  return {
    file,
    ...undoingIn(database, write),
    ...proposalsIn(database, versions, acts, keepGeneration),
    present: versions.present,
    since: versions.since,
    find: versions.find,
    history: versions.history,
    change: acts.change,
    changedElsewhere() {
      const before = seen;
      seen = changes();
      return seen !== before;
    },
    addGenerated: (sticker, view, text, generation, mayReplace) => inTransaction(database, () => {
      const present = versions.find(sticker, view);
      if ((present && isPersons(present.state)) || !mayReplace(present)) return null;
      const { model, digest, input, batch } = generation;
      return write((add) => add({
        sticker, view, text, state: 'generated', who: model, at: Date.now(), step: null, undoes: null,
        generation: keepGeneration(generation), source: { model, digest, input, batch },
      }, { number: numberOf(sticker), back: null, forth: null }));
    }),
    keepPrompts: (version, text) => void keepPrompts.run(version, text),
    prompts: (version) => (prompts.get(version)?.['text'] as string | undefined) ?? null,
    close: () => database.close(),
  };
}

/** SQLite goes on writing into a file that was deleted, and all of it would be gone with the process. */
function refusingWhereGone(file: string, write: WriteVersions): WriteVersions {
  return (work) => {
    if (!existsSync(file)) throw new StickerLabError('The file with the descriptions was deleted or moved while it was open, so nothing more is written to it', file, 'Put it back, or open the dataset anew.');
    return write(work);
  };
}

/** The same functions, whose SQLite faults become a `StickerLabError` with the file. */
function tellingFaults<T extends object>(file: string, store: T): T {
  const telling = (work: (...given: unknown[]) => unknown) => (...given: unknown[]) => {
    try {
      return work(...given);
    } catch (error) {
      throw descriptionFailure(error, file);
    }
  };
  return Object.fromEntries(Object.entries(store).map(([name, part]) => [name, typeof part === 'function' ? telling(part as () => unknown) : part])) as T;
}
