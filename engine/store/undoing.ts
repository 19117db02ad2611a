import type { DatabaseSync } from 'node:sqlite';
import type { UndoResult } from './descriptionStore.ts';
import { inTransaction } from './openDatabase.ts';
import { stateNumber, type Versions } from './versions.ts';

export interface Undoing {
  undo(who: string): UndoResult | null;
  redo(who: string): UndoResult | null;
}

/** The newest version `n` of every description that a step changed. */
const touched = `(SELECT DISTINCT sticker, view FROM version WHERE step = :step) AS touched
  JOIN version AS n ON n.id = (SELECT max(id) FROM version WHERE sticker = touched.sticker AND view = touched.view)`;
const intoVersion = 'INSERT INTO version (sticker, view, text, state, who, at, step, undoes, generation, back, forth)';

/**
 * A version that undo or redo brings back is a copy, which also belongs to the step of the one it copies: so the step before can
 * be undone next, and the step after done again.
 */
export function undoingIn(database: DatabaseSync, versions: Versions): Undoing {
  const newestDone = database.prepare(`SELECT id, title FROM step WHERE who = ? AND state = 'done' ORDER BY id DESC LIMIT 1`);
  const firstUndone = database.prepare(`SELECT id, title FROM step WHERE who = ? AND state = 'undone' ORDER BY id LIMIT 1`);
  const mark = database.prepare('UPDATE step SET state = ? WHERE id = ?');
  const count = database.prepare('SELECT count(*) AS count FROM (SELECT DISTINCT sticker, view FROM version WHERE step = ?)');
  const takeBack = database.prepare(
    `${intoVersion}
     SELECT n.sticker, n.view, coalesce(b.text, ''), coalesce(b.state, ${stateNumber('given')}), :who, :at, b.step, :step, b.generation, b.back, n.id
     FROM ${touched} LEFT JOIN version AS b ON b.id = n.back WHERE n.step = :step ORDER BY n.id`,
  );
  const doAgain = database.prepare(
    `${intoVersion}
     SELECT n.sticker, n.view, f.text, f.state, :who, :at, f.step, NULL, f.generation, f.back, f.forth
     FROM ${touched} JOIN version AS f ON f.id = n.forth WHERE f.step = :step ORDER BY n.id`,
  );

  const turn = (who: string, next: typeof newestDone, write: typeof takeBack, state: 'done' | 'undone') => inTransaction(database, (): UndoResult | null => {
    const found = next.get(who);
    if (!found) return null;
    const step = found['id'] as number;
    const before = versions.newestId();
    const all = count.get(step)!['count'] as number;
    const { changes } = write.run({ step, who, at: Date.now() });
    mark.run(state, step);
    return { title: found['title'] as string, written: versions.since(before), kept: all - Number(changes) };
  });

  return { undo: (who) => turn(who, newestDone, takeBack, 'undone'), redo: (who) => turn(who, firstUndone, doAgain, 'done') };
}
