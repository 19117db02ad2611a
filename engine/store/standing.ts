import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { View } from '../dataset/sticker.ts';
import { descriptionStates } from './descriptionRecord.ts';
import type { PresentDescription } from './descriptionStore.ts';
import { origin, sourceColumns, sourceOf, type SourceRow } from './generations.ts';
import { stickerNumbers, viewNumber } from './versions.ts';

/** What the next version of a description is judged by. */
export interface StandingVersion extends Pick<PresentDescription, 'id' | 'text' | 'state' | 'step' | 'generation' | 'source'> {
  readonly back: number | null;
}

/** The newest versions of some stickers' descriptions, within one transaction. */
export interface Standing {
  /** A sticker's number in the file, which it gets when it is first asked for. */
  number(sticker: string): number;
  of(sticker: string, view: View): StandingVersion | null;
  /** What has been written stands from now on. */
  put(sticker: string, view: View, version: Omit<StandingVersion, 'back'>, back: number | null): void;
}

interface StickerVersions {
  number: number | null;
  /** By the view's number. */
  readonly newest: StandingVersion[];
}

type StandingRow = [
  place: number, number: number, view: number, id: number, text: string, state: number, step: number | null, back: number | null, generation: number | null, ...SourceRow,
];

/** Reads what stands of all of them in one query: an act can be of a whole dataset. */
export function standingIn(database: DatabaseSync): (stickers: Iterable<string>) => Standing {
  const numberOf = stickerNumbers(database);
  const newest = database.prepare(
    `SELECT named.key, s.id, v.view, v.id, v.text, v.state, v.step, v.back, v.generation, ${sourceColumns}
     FROM json_each(?) AS named CROSS JOIN sticker AS s ON s.name = named.value
     CROSS JOIN version AS v ON v.id IN (SELECT max(id) FROM version WHERE sticker = s.id GROUP BY view) ${origin}`,
  );
  newest.setReturnArrays(true);
  return (stickers) => {
    const known = new Map<string, StickerVersions>();
    for (const name of stickers) if (!known.has(name)) known.set(name, { number: null, newest: [] });
    const inOrder = [...known.values()];
    for (const row of newest.all(JSON.stringify([...known.keys()])) as unknown as SQLOutputValue[][]) {
      const [place, number, view, id, text, state, step, back, generation, model, digest, input, batch] = row as StandingRow;
      inOrder[place].number = number;
      inOrder[place].newest[view] = { id, text, state: descriptionStates[state], step, back, generation, source: sourceOf(generation, model, digest, input, batch) };
    }
    return {
      number: (sticker) => known.get(sticker)!.number ??= numberOf(sticker),
      of: (sticker, view) => known.get(sticker)!.newest[viewNumber(view)] ?? null,
      put(sticker, view, { id, text, state, step, generation, source }, back) {
        known.get(sticker)!.newest[viewNumber(view)] = { id, text, state, step, back, generation, source };
      },
    };
  };
}
