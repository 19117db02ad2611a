import type { DatabaseSync } from 'node:sqlite';
import { isPersons } from './descriptionRecord.ts';
import type { Act, ActResult, PresentDescription, StoredChange } from './descriptionStore.ts';
import { sourcesIn } from './generations.ts';
import { inTransaction } from './openDatabase.ts';
import { standingIn, type StandingVersion } from './standing.ts';
import type { Versions } from './versions.ts';
import type { WriteVersions } from './writeVersions.ts';

export interface Acts {
  change(act: Act, changes: readonly StoredChange[]): ActResult;
  /** The same, within a transaction of the caller's. */
  changeWithin(act: Act, changes: readonly StoredChange[]): ActResult;
}

/** Whether it is a person's word, which another person's change does not write over unseen. Only people make a description `missing`. */
const isWord = ({ state }: StandingVersion) => isPersons(state) || state === 'rejected' || state === 'missing';

function says(standing: StandingVersion | null, { text, state }: StoredChange): boolean {
  if (state === 'given') return standing === null || standing.state === 'given';
  return standing !== null && standing.state === state && standing.text === text;
}

export function actsIn(database: DatabaseSync, versions: Versions, write: WriteVersions): Acts {
  const newest = database.prepare('SELECT id, state FROM step WHERE who = ? ORDER BY id DESC LIMIT 1');
  const overtake = database.prepare(`UPDATE step SET state = 'overtaken' WHERE who = ? AND state = 'undone'`);
  const begin = database.prepare(`INSERT INTO step (title, who, at, state) VALUES (?, ?, ?, 'done')`);
  const readStanding = standingIn(database);
  const findSource = sourcesIn(database);

  const stepOf = ({ title, who, continues }: Act, at: number): number => {
    const last = newest.get(who);
    if (continues !== null && last?.['id'] === continues && last['state'] === 'done') return continues;
    overtake.run(who);
    return Number(begin.run(title, who, at).lastInsertRowid);
  };

  const writeChanges = (act: Act, changes: readonly StoredChange[]) => write((add) => {
    const at = Date.now();
    const all = readStanding(changes.map(({ sticker }) => sticker));
    const written: PresentDescription[] = [];
    const conflicts: StoredChange[] = [];
    let step: number | null = null;
    for (const change of changes) {
      const { sticker, view, state, generation, basedOn } = change;
      const standing = all.of(sticker, view);
      if (says(standing, change)) continue;
      if (standing && standing.id !== basedOn && isWord(standing)) {
        conflicts.push(change);
        continue;
      }
      step ??= stepOf(act, at);
      // Of several versions of one step, undoing it brings back what was before the first.
      const back = standing?.step === step ? standing.back : standing?.id ?? null;
      const source = standing && standing.generation === generation ? standing.source : findSource(generation);
      const text = state === 'given' ? '' : change.text;
      const version = add({ sticker, view, text, state, who: act.who, at, step, undoes: null, generation, source }, { number: all.number(sticker), back, forth: null });
      all.put(sticker, view, version, back);
      written.push(version);
    }
    return { step, written: written.filter(({ sticker, view, id }) => all.of(sticker, view)!.id === id), conflicts };
  });

  const changeWithin = (act: Act, changes: readonly StoredChange[]): ActResult => {
    const { conflicts, ...result } = writeChanges(act, changes);
    return { ...result, conflicts: conflicts.map(({ sticker, view }) => versions.find(sticker, view)!) };
  };

  return { changeWithin, change: (act, changes) => inTransaction(database, () => changeWithin(act, changes)) };
}
