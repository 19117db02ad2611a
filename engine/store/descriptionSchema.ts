import type { DatabaseSync } from 'node:sqlite';
import { StickerLabError } from '../errors/stickerLabError.ts';

export const descriptionsName = 'descriptions.db';

/** `StkL`: marks an SQLite file as ours. */
const applicationId = 0x53746b4c;

/**
 * Views and states are their places in `views` and `descriptionStates`. A version's `back` is the version that undoing its step
 * brings back (null: none), `forth` the one that doing the undone step again brings back.
 */
export const descriptionSchema: readonly string[] = [
  `PRAGMA application_id = ${applicationId};
  CREATE TABLE sticker (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE setup (
    id INTEGER PRIMARY KEY, host TEXT NOT NULL, model TEXT NOT NULL, digest TEXT NOT NULL, mode TEXT NOT NULL, prompt TEXT NOT NULL, options TEXT NOT NULL,
    UNIQUE (model, digest, prompt, host, mode, options)
  ) STRICT;
  CREATE TABLE generation (
    id INTEGER PRIMARY KEY, setup INTEGER NOT NULL REFERENCES setup, input TEXT NOT NULL, seed INTEGER NOT NULL, started INTEGER NOT NULL, finished INTEGER NOT NULL,
    prompt_tokens INTEGER NOT NULL, answer_tokens INTEGER NOT NULL, batch INTEGER
  ) STRICT;
  CREATE TABLE step (
    id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'undone', 'overtaken'))
  ) STRICT;
  CREATE INDEX undone_step ON step (who) WHERE state = 'undone';
  CREATE TABLE version (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sticker INTEGER NOT NULL REFERENCES sticker, view INTEGER NOT NULL, text TEXT NOT NULL, state INTEGER NOT NULL,
    who TEXT NOT NULL, at INTEGER NOT NULL, step INTEGER REFERENCES step, undoes INTEGER REFERENCES step, generation INTEGER REFERENCES generation,
    back INTEGER REFERENCES version, forth INTEGER REFERENCES version
  ) STRICT;
  CREATE INDEX version_of_description ON version (sticker, view);
  CREATE INDEX version_of_step ON version (step) WHERE step IS NOT NULL;
  CREATE TRIGGER version_never_changes BEFORE UPDATE ON version BEGIN SELECT RAISE(ABORT, 'a version is never changed'); END;
  CREATE TRIGGER version_never_goes BEFORE DELETE ON version BEGIN SELECT RAISE(ABORT, 'a version is never removed'); END;
  CREATE TABLE proposal (
    sticker INTEGER NOT NULL REFERENCES sticker, view INTEGER NOT NULL, text TEXT NOT NULL, generation INTEGER NOT NULL REFERENCES generation,
    PRIMARY KEY (sticker, view)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE prompt (version TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;
  CREATE TABLE batch (
    id INTEGER PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, stickers TEXT NOT NULL, config TEXT NOT NULL, state TEXT NOT NULL,
    pid INTEGER, host TEXT, at TEXT
  ) STRICT;
  CREATE TABLE batch_failure (
    batch INTEGER NOT NULL REFERENCES batch, sticker TEXT NOT NULL, view INTEGER NOT NULL, reason TEXT NOT NULL, tries INTEGER NOT NULL,
    UNIQUE (batch, sticker, view)
  ) STRICT`,
];

/**
 * Whether the file holds descriptions; false where nothing is in it yet. Writes nothing.
 * @throws StickerLabError where it is another program's, or of a later version of Sticker Lab.
 */
export function holdsDescriptions(database: DatabaseSync, file: string): boolean {
  // One transaction, so that another process that is just making the tables is seen before or after, not in between.
  database.exec('BEGIN');
  const read = (sql: string) => Number(Object.values(database.prepare(sql).get()!)[0]);
  const [application, version, parts] = [read('PRAGMA application_id'), read('PRAGMA user_version'), read('SELECT count(*) FROM sqlite_schema')];
  database.exec('COMMIT');
  if (application === applicationId) {
    if (version <= descriptionSchema.length) return true;
    throw new StickerLabError('The descriptions were written by a later version of Sticker Lab', file, 'Update Sticker Lab.');
  }
  if (application === 0 && version === 0 && parts === 0) return false;
  throw new StickerLabError('The file is in the place of the descriptions, but another program made it', file, 'Move it to another place.');
}
