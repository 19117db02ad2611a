import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { views } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { descriptionStates } from './descriptionRecord.ts';
import type { UndoResult } from './descriptionStore.ts';
import { origin, sourceColumns, sourceOf, type SourceRow } from './generations.ts';
import { inTransaction } from './openDatabase.ts';
import type { WriteVersions } from './writeVersions.ts';

export interface Undoing {
  undo(who: string, step?: number): UndoResult | null;
  redo(who: string): UndoResult | null;
}

/** A version `v` that is brought back in place of the newest one, `n`. */
type BroughtBack = [
  number: number, sticker: string, view: number, text: string | null, state: number | null, step: number | null, undoes: number | null, generation: number | null,
  back: number | null, forth: number | null, ...SourceRow,
];

const newestOf = (version: string) => `(SELECT max(id) FROM version WHERE sticker = ${version}.sticker AND view = ${version}.view)`;

/**
 * A version that undo or redo brings back is a copy, which also belongs to the step of the one it copies: so the step before can
 * be undone next, and the step after done again.
 */
export function undoingIn(database: DatabaseSync, write: WriteVersions): Undoing {
  const newestDone = database.prepare(`SELECT id, title FROM step WHERE who = ? AND state = 'done' ORDER BY id DESC LIMIT 1`);
  const firstUndone = database.prepare(`SELECT id, title FROM step WHERE who = ? AND state = 'undone' ORDER BY id LIMIT 1`);
  const mark = database.prepare('UPDATE step SET state = ? WHERE id = ?');
  const count = database.prepare('SELECT count(*) AS count FROM (SELECT DISTINCT sticker, view FROM version WHERE step = ?)');
  const bring = (undoes: string, forth: string, from: string, where: string) => {
    const statement = database.prepare(
      `SELECT n.sticker, s.name, n.view, v.text, v.state, v.step, ${undoes}, v.generation, v.back, ${forth}, ${sourceColumns}
       FROM ${from} JOIN sticker AS s ON s.id = n.sticker ${origin} WHERE ${where} ORDER BY n.id`,
    );
    statement.setReturnArrays(true);
    return statement;
  };
  const takenBack = bring('n.step', 'n.id', 'version AS n LEFT JOIN version AS v ON v.id = n.back', `n.step = ? AND n.id = ${newestOf('n')}`);
  const doneAgain = bring('NULL', 'v.forth', 'version AS v CROSS JOIN version AS n', `v.step = ? AND n.forth = v.id AND n.id = ${newestOf('v')}`);

  const turn = (who: string, next: StatementSync, brought: StatementSync, state: 'done' | 'undone', wanted?: number) => inTransaction(database, (): UndoResult | null => {
    const found = next.get(who);
    if (!found) return null;
    const step = found['id'] as number;
    if (wanted !== undefined && wanted !== step) {
      throw new StickerLabError(`Something was done since: ${found['title'] as string}.`, '', 'Undo that first with Undo, which takes back the newest act each time.');
    }
    const all = count.get(step)!['count'] as number;
    const at = Date.now();
    const rows = brought.all(step) as unknown as SQLOutputValue[][];
    const written = write((add) => rows.map((row) => {
      const [number, sticker, view, text, was, ofStep, undoes, generation, back, forth, model, digest, input, batch] = row as BroughtBack;
      const said = was === null ? { text: '', state: 'given' as const } : { text: text!, state: descriptionStates[was] };
      const source = sourceOf(generation, model, digest, input, batch);
      return add({ sticker, view: views[view], ...said, who, at, step: ofStep, undoes, generation, source }, { number, back, forth });
    }));
    mark.run(state, step);
    return { title: found['title'] as string, written, kept: all - written.length };
  });

  return { undo: (who, step) => turn(who, newestDone, takenBack, 'undone', step), redo: (who) => turn(who, firstUndone, doneAgain, 'done') };
}
