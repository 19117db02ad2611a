import { views, type View } from '../dataset/sticker.ts';
import { isPersons } from '../store/descriptionRecord.ts';
import type { StoredChange } from '../store/descriptionStore.ts';
import type { DescriptionTable } from '../store/descriptionTable.ts';

export interface ImportedTexts {
  readonly read: number;
  readonly taken: number;
  /** There already. */
  readonly same: number;
  /** Left alone, because a person wrote what is there. */
  readonly kept: number;
  readonly changes: readonly StoredChange[];
}

/** What taking texts in would change. They count as a person's from then on, as nothing says who wrote them. `overwrite`: also what a person wrote. */
export function importTexts(table: Pick<DescriptionTable, 'read'>, given: ReadonlyMap<string, Partial<Record<View, string>>>, overwrite: boolean): ImportedTexts {
  const changes: StoredChange[] = [];
  const counts = { read: 0, same: 0, kept: 0 };
  for (const [id, descriptions] of given) {
    for (const view of views) {
      const text = descriptions[view];
      if (text === undefined || text === '') continue;
      counts.read++;
      const now = table.read(id, view);
      if (now.text === text) counts.same++;
      else if (isPersons(now.state) && !overwrite) counts.kept++;
      else changes.push({ sticker: id, view, text, state: 'edited', generation: null, basedOn: now.present?.id ?? 0 });
    }
  }
  return { ...counts, taken: changes.length, changes };
}
