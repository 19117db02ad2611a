import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { views, type View } from '../dataset/sticker.ts';
import { descriptionStates, type DescriptionState } from './descriptionRecord.ts';
import type { PresentDescription, StoredHistoryEntry } from './descriptionStore.ts';
import { generationColumns, origin, sourceColumns, sourceOf, toGeneration, type Row, type SourceRow } from './generations.ts';

export interface Versions {
  /** The newest version of every description, in no order. */
  present(): IterableIterator<PresentDescription>;
  /** Newest versions with an id above this one, in order. */
  since(id: number): PresentDescription[];
  find(sticker: string, view: View): PresentDescription | null;
  history(sticker: string, view: View): StoredHistoryEntry[];
}

const versionColumns = 'v.id, s.name AS sticker, v.view, v.text, v.state, v.who, v.at, v.step, v.undoes, v.generation';
const present = `SELECT ${versionColumns}, ${sourceColumns} FROM version AS v CROSS JOIN sticker AS s ON s.id = v.sticker ${origin}`;
const newestOf = '(SELECT max(id) FROM version WHERE sticker = (SELECT id FROM sticker WHERE name = ?) AND view = ?)';

const viewOf = (row: Row): View => views[row['view'] as number];
const stateOf = (row: Row): DescriptionState => descriptionStates[row['state'] as number];
export const viewNumber = (view: View) => views.indexOf(view);
export const stateNumber = (state: DescriptionState) => descriptionStates.indexOf(state);

const toVersion = (row: Row) => ({
  id: row['id'] as number,
  sticker: row['sticker'] as string,
  view: viewOf(row),
  text: row['text'] as string,
  state: stateOf(row),
  who: row['who'] as string,
  at: row['at'] as number,
  step: row['step'] as number | null,
  undoes: row['undoes'] as number | null,
  generation: row['generation'] as number | null,
});

type PresentRow = [
  id: number, sticker: string, view: number, text: string, state: number, who: string, at: number, step: number | null, undoes: number | null, generation: number | null, ...SourceRow,
];

const toPresent = ([id, sticker, view, text, state, who, at, step, undoes, generation, model, digest, input, batch]: PresentRow): PresentDescription => ({
  id, sticker, view: views[view], text, state: descriptionStates[state], who, at, step, undoes, generation, source: sourceOf(generation, model, digest, input, batch),
});

/** Asks for newest versions. Rows come as arrays: that is three times as fast as with names. */
function presentQuery(database: DatabaseSync, where: string): (...given: SQLInputValue[]) => PresentDescription[] {
  const statement = database.prepare(`${present} ${where}`);
  statement.setReturnArrays(true);
  return (...given) => (statement.all(...given) as unknown as SQLOutputValue[][]).map((row) => toPresent(row as PresentRow));
}

/** The newest version of every description, in no order. */
export const presentIn = (database: DatabaseSync) => presentQuery(database, 'WHERE v.id IN (SELECT max(id) FROM version GROUP BY sticker, view)');

/** A sticker's number in the file, which it gets when it is first asked for. */
export function stickerNumbers(database: DatabaseSync): (name: string) => number {
  const find = database.prepare('SELECT id FROM sticker WHERE name = ?');
  const add = database.prepare('INSERT INTO sticker (name) VALUES (?)');
  return (name) => Number(find.get(name)?.['id'] ?? add.run(name).lastInsertRowid);
}

export function versionsIn(database: DatabaseSync): Versions {
  const all = presentIn(database);
  const since = presentQuery(database, 'WHERE v.id > ? AND NOT EXISTS (SELECT 1 FROM version AS n WHERE n.sticker = v.sticker AND n.view = v.view AND n.id > v.id) ORDER BY v.id');
  const find = presentQuery(database, `WHERE v.id = ${newestOf}`);
  const history = database.prepare(
    `SELECT ${versionColumns}, coalesce('Undo: ' || undone.title, done.title, 'Generated') AS title, ${generationColumns}
     FROM sticker AS s JOIN version AS v ON v.sticker = s.id LEFT JOIN step AS done ON done.id = v.step LEFT JOIN step AS undone ON undone.id = v.undoes ${origin}
     WHERE s.name = ? AND v.view = ? ORDER BY v.id DESC`,
  );
  return {
    // Rows are read at once: a statement left open would keep this process from writing after another one has.
    present: () => all().values(),
    since: (id) => since(id),
    find: (sticker, view) => find(sticker, viewNumber(view))[0] ?? null,
    history: (sticker, view) => history.all(sticker, viewNumber(view)).map((row) => ({
      ...toVersion(row), title: row['title'] as string, origin: row['generation'] === null ? null : toGeneration(row),
    })),
  };
}
