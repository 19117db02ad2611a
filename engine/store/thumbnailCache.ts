import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { inTransaction, openDatabase } from './openDatabase.ts';

/** What a thumbnail was made from: any difference in the file makes a stored one stale. */
export interface ThumbnailKey {
  readonly id: string;
  /** Longest side in pixels. */
  readonly size: number;
  /** The picture file's modification time in whole milliseconds. */
  readonly modified: number;
  /** The picture file's length. */
  readonly length: number;
}

export interface ThumbnailCache {
  read(key: ThumbnailKey): Uint8Array | null;
  /** Written a little later, many in one transaction. Never throws. */
  write(key: ThumbnailKey, bytes: Uint8Array): void;
  /** Writes what is waiting and closes the file. */
  close(): void;
}

export const cacheName = 'cache.db';

/** A cache larger than this loses the older half of its thumbnails when it is opened next: it can be made again. */
const mostBytes = 2 * 1024 ** 3;
const flushAfter = 250;
const flushAt = 64;

const schema = [
  `CREATE TABLE thumbnail (
    id TEXT NOT NULL, size INTEGER NOT NULL, modified INTEGER NOT NULL, length INTEGER NOT NULL,
    bytes BLOB NOT NULL, UNIQUE (id, size)
  ) STRICT`,
];

/**
 * Thumbnails kept in `cache.db` of the storage folder, shared by all windows. Where the file cannot be opened or written
 * (read-only or full disk) nothing is kept, and `warn` is told once.
 */
export async function openThumbnailCache(folder: string, warn: (file: string, error: unknown) => void): Promise<ThumbnailCache> {
  const file = path.join(folder, cacheName);
  try {
    return cacheIn(await openOrReplace(file), (error) => warn(file, error));
  } catch (error) {
    warn(file, error);
    return { read: () => null, write: () => {}, close: () => {} };
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const damaged = new Set([11, 26]);

async function openOrReplace(file: string): Promise<DatabaseSync> {
  try {
    const database = await openDatabase(file, schema);
    prune(database);
    return database;
  } catch (error) {
    if (!damaged.has((error as { errcode?: number }).errcode ?? 0)) throw error;
    await rename(file, `${file}.damaged`);
    for (const suffix of ['-wal', '-shm']) await rm(file + suffix, { force: true });
    return openDatabase(file, schema);
  }
}

function prune(database: DatabaseSync): void {
  const pages = Number(database.prepare('PRAGMA page_count').get()!['page_count']);
  const free = Number(database.prepare('PRAGMA freelist_count').get()!['freelist_count']);
  const pageSize = Number(database.prepare('PRAGMA page_size').get()!['page_size']);
  if ((pages - free) * pageSize <= mostBytes) return;
  database.exec('DELETE FROM thumbnail WHERE rowid <= (SELECT (min(rowid) + max(rowid)) / 2 FROM thumbnail)');
}

/** The cache in an open database, which it closes. `warn` is told of the first fault; from then on nothing more is written. */
export function cacheIn(database: DatabaseSync, warn: (error: unknown) => void): ThumbnailCache {
  const select = database.prepare('SELECT bytes FROM thumbnail WHERE id = ? AND size = ? AND modified = ? AND length = ?');
  const upsert = database.prepare(
    `INSERT INTO thumbnail (id, size, modified, length, bytes) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id, size) DO UPDATE SET modified = excluded.modified, length = excluded.length, bytes = excluded.bytes`,
  );
  let waiting: [ThumbnailKey, Uint8Array][] = [];
  let timer: NodeJS.Timeout | null = null;
  let readable = true;
  let writable = true;

  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    const rows = waiting;
    waiting = [];
    if (!writable || rows.length === 0) return;
    try {
      inTransaction(database, () => {
        for (const [key, bytes] of rows) upsert.run(key.id, key.size, key.modified, key.length, bytes);
      });
    } catch (error) {
      writable = false;
      warn(error);
    }
  };

  return {
    read(key) {
      if (!readable) return null;
      try {
        const row = select.get(key.id, key.size, key.modified, key.length);
        return row ? (row['bytes'] as Uint8Array) : null;
      } catch (error) {
        readable = false;
        if (writable) warn(error);
        writable = false;
        return null;
      }
    },
    write(key, bytes) {
      if (!writable) return;
      waiting.push([key, bytes]);
      if (waiting.length >= flushAt) flush();
      else timer ??= setTimeout(flush, flushAfter);
    },
    close() {
      flush();
      database.close();
    },
  };
}
