import type { DatabaseSync } from 'node:sqlite';

/** How long a write waits for another window's, in milliseconds. */
export const busyTimeout = 5000;

/**
 * Opens (and creates) an SQLite file for several processes at once: write-ahead log, flushed on every commit.
 * `schema` brings the file from version i to i + 1 by its element i. `inspect` sees the file before anything is written to it, and may throw.
 * Throws SQLite's own error, for example on a read-only or full disk, or on a file that is no database.
 */
export async function openDatabase(file: string, schema: readonly string[], inspect?: (database: DatabaseSync) => void): Promise<DatabaseSync> {
  const sqlite = await import('node:sqlite');
  const database = new sqlite.DatabaseSync(file, { timeout: busyTimeout });
  try {
    inspect?.(database);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    if (schemaVersion(database) < schema.length) {
      inTransaction(database, () => {
        // Read again under the lock: another window may have just done it.
        for (let version = schemaVersion(database); version < schema.length; version++) {
          database.exec(schema[version]);
          database.exec(`PRAGMA user_version = ${version + 1}`);
        }
      });
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

const schemaVersion = (database: DatabaseSync) => Number(database.prepare('PRAGMA user_version').get()!['user_version']);

/** `BEGIN IMMEDIATE`: the busy timeout does not apply where a plain transaction turns from reading to writing. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // SQLite has rolled back by itself after some faults, a full disk among them.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
