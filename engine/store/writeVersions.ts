import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { PresentDescription } from './descriptionStore.ts';
import { stateNumber, viewNumber } from './versions.ts';

/** Beside what it says: its sticker's number in the file, and the versions that `back` and `forth` of the schema name. */
export interface Links {
  readonly number: number;
  readonly back: number | null;
  readonly forth: number | null;
}

/** Hands `work` what adds versions, within a transaction of the caller's. They are in the file when it returns. */
export type WriteVersions = <T>(work: (add: (version: Omit<PresentDescription, 'id'>, links: Links) => PresentDescription) => T) => T;

/** Versions a statement: one by one takes a third longer. */
const atOnce = 16;
const columns = 12;

export function writeVersionsIn(database: DatabaseSync): WriteVersions {
  const newestId = database.prepare('SELECT coalesce(max(id), 0) AS id FROM version');
  const insert = (versions: number) => database.prepare(
    `INSERT INTO version (id, sticker, view, text, state, who, at, step, undoes, generation, back, forth) VALUES ${Array(versions).fill(`(${Array(columns).fill('?').join(', ')})`).join(', ')}`,
  );
  const many = insert(atOnce);
  const one = insert(1);

  return (work) => {
    let id = newestId.get()!['id'] as number;
    const waiting: SQLInputValue[] = [];
    const result = work(({ sticker, view, text, state, who, at, step, undoes, generation, source }, { number, back, forth }) => {
      const written = { id: ++id, sticker, view, text: text.toWellFormed(), state, who, at, step, undoes, generation, source };
      waiting.push(id, number, viewNumber(view), written.text, stateNumber(state), who, at, step, undoes, generation, back, forth);
      if (waiting.length === atOnce * columns) many.run(...waiting.splice(0));
      return written;
    });
    for (let from = 0; from < waiting.length; from += columns) one.run(...waiting.slice(from, from + columns));
    return result;
  };
}
