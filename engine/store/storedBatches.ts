import type { DatabaseSync } from 'node:sqlite';
import { views } from '../dataset/sticker.ts';
import { isAlive } from '../files/isAlive.ts';
import type { BatchOwner, BatchRecord, BatchStore } from './batchStore.ts';
import { inTransaction } from './openDatabase.ts';

/** In place of a view, where a failure is of the whole sticker: SQL's NULL is never the same as another. */
const wholeSticker = -1;

export function batchesIn(database: DatabaseSync): BatchStore {
  const add = database.prepare(`INSERT INTO batch (created, stickers, config, state) VALUES (?, ?, ?, 'planned')`);
  const newest = database.prepare(`SELECT id, created, stickers, config, state FROM batch WHERE state <> 'planned' ORDER BY id DESC LIMIT 1`);
  const find = database.prepare('SELECT id, created, stickers, config, state FROM batch WHERE id = ?');
  const setState = database.prepare('UPDATE batch SET state = ? WHERE id = ?');
  const setConfig = database.prepare('UPDATE batch SET config = ? WHERE id = ?');
  const owner = database.prepare('SELECT pid, host, at FROM batch WHERE id = ? AND pid IS NOT NULL');
  const own = database.prepare('UPDATE batch SET pid = ?, host = ?, at = ? WHERE id = ?');
  const release = database.prepare('UPDATE batch SET pid = NULL, host = NULL, at = NULL WHERE id = ? AND pid = ? AND host = ?');
  const addFailure = database.prepare(
    `INSERT INTO batch_failure (batch, sticker, view, reason, tries) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET reason = excluded.reason, tries = excluded.tries`,
  );
  const failures = database.prepare('SELECT sticker, view, reason, tries FROM batch_failure WHERE batch = ? ORDER BY rowid');
  const clearFailures = database.prepare('DELETE FROM batch_failure WHERE batch = ?');

  const ownerOf = (id: number): BatchOwner | null => {
    const row = owner.get(id);
    return row ? { pid: row['pid'] as number, host: row['host'] as string, at: row['at'] as string } : null;
  };

  return {
    add(stickers, config) {
      const created = Date.now();
      const id = Number(add.run(created, JSON.stringify(stickers), JSON.stringify(config ?? null)).lastInsertRowid);
      return { id, created, stickers, config, state: 'planned' };
    },
    newest: () => recordOf(newest.get()),
    find: (id) => recordOf(find.get(id)),
    setState: (id, state) => void setState.run(state, id),
    setConfig: (id, config) => void setConfig.run(JSON.stringify(config), id),
    claim: (id, { pid, host, at }) => inTransaction(database, () => {
      const present = ownerOf(id);
      if (present && !(present.pid === pid && present.host === host) && isAlive(present)) return false;
      return own.run(pid, host, at, id).changes === 1;
    }),
    release: (id, { pid, host }) => void release.run(id, pid, host),
    owner: ownerOf,
    addFailure: (id, { sticker, view, reason, tries }) => void addFailure.run(id, sticker, view === null ? wholeSticker : views.indexOf(view), reason, tries),
    failures: (id) => failures.all(id).map((row) => ({
      sticker: row['sticker'] as string, view: row['view'] === wholeSticker ? null : views[row['view'] as number], reason: row['reason'] as string, tries: row['tries'] as number,
    })),
    clearFailures: (id) => void clearFailures.run(id),
  };
}

const recordOf = (row: Record<string, unknown> | undefined): BatchRecord | null => row ? {
  id: row['id'] as number, created: row['created'] as number, stickers: JSON.parse(row['stickers'] as string) as string[],
  config: JSON.parse(row['config'] as string) as unknown, state: row['state'] as BatchRecord['state'],
} : null;
