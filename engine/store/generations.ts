import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Generation, InterpreterMode } from './descriptionRecord.ts';
import type { PresentDescription } from './descriptionStore.ts';

export type Row = Record<string, SQLOutputValue>;

/** A generation `g` with its setup `u`, of which all texts of a batch share one. */
export const generationColumns = 'u.host, u.model, u.digest, u.mode, u.prompt, u.options, g.input, g.seed, g.started, g.finished, g.prompt_tokens, g.answer_tokens, g.batch';

export const toGeneration = (row: Row): Generation => ({
  host: row['host'] as string,
  model: row['model'] as string,
  digest: row['digest'] as string,
  mode: row['mode'] as InterpreterMode,
  prompt: row['prompt'] as string,
  input: row['input'] as string,
  options: JSON.parse(row['options'] as string) as Generation['options'],
  seed: row['seed'] as number,
  started: row['started'] as number,
  finished: row['finished'] as number,
  promptTokens: row['prompt_tokens'] as number,
  answerTokens: row['answer_tokens'] as number,
  batch: row['batch'] as number | null,
});

/** Where a version `v` comes from. */
export const origin = 'LEFT JOIN generation AS g ON g.id = v.generation LEFT JOIN setup AS u ON u.id = g.setup';

/** What staleness is judged by. */
export const sourceColumns = 'u.model, u.digest, g.input, g.batch';
export type SourceRow = [model: string, digest: string, input: string, batch: number | null];
export const sourceOf = (generation: number | null, ...[model, digest, input, batch]: SourceRow): PresentDescription['source'] => (generation === null ? null : { model, digest, input, batch });

export function sourcesIn(database: DatabaseSync): (generation: number | null) => PresentDescription['source'] {
  const find = database.prepare(`SELECT ${sourceColumns} FROM generation AS g JOIN setup AS u ON u.id = g.setup WHERE g.id = ?`);
  find.setReturnArrays(true);
  return (generation) => {
    const row = generation === null ? undefined : find.get(generation) as unknown as SourceRow | undefined;
    return row ? sourceOf(generation, ...row) : null;
  };
}

/** Stores where a text comes from; answers its id. */
export function generationKeeper(database: DatabaseSync): (generation: Generation) => number {
  const addSetup = database.prepare('INSERT INTO setup (host, model, digest, mode, prompt, options) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const findSetup = database.prepare('SELECT id FROM setup WHERE host = ? AND model = ? AND digest = ? AND mode = ? AND prompt = ? AND options = ?');
  const add = database.prepare('INSERT INTO generation (setup, input, seed, started, finished, prompt_tokens, answer_tokens, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  return ({ host, model, digest, mode, prompt, options, input, seed, started, finished, promptTokens, answerTokens, batch }) => {
    const setup = [host, model, digest, mode, prompt, JSON.stringify(options)] as const;
    addSetup.run(...setup);
    const { id } = findSetup.get(...setup)!;
    return Number(add.run(id as number, input, seed, Math.round(started), Math.round(finished), promptTokens, answerTokens, batch).lastInsertRowid);
  };
}
