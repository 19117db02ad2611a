import type { ImportReport } from '../../engine/service/descriptionRequests.ts';

const counted = (count: number, one: string, more = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : more}`;

/** What a file holds, in one line. */
export function importSummary({ read, taken, same, kept, unknown, broken }: ImportReport): string {
  const parts = [`${counted(read, 'text')} read`];
  if (taken > 0) parts.push(`${taken.toLocaleString('en')} of them new`);
  if (same > 0) parts.push(`${same.toLocaleString('en')} the same already`);
  if (kept > 0) parts.push(`${kept.toLocaleString('en')} where a person wrote another`);
  if (unknown.length > 0) parts.push(`${counted(unknown.length, 'id')} of no sticker`);
  if (broken.length > 0) parts.push(`${counted(broken.length, 'line')} not readable`);
  return parts.join(', ');
}

/** What can be done with it; [] where there is nothing to take. */
export function importChoices({ taken, kept }: ImportReport): { readonly label: string; readonly description: string; readonly overwrite: boolean }[] {
  return [
    ...(taken > 0 ? [{ label: `$(check) Take ${counted(taken, 'new text')}`, description: kept > 0 ? 'what a person wrote stays' : '', overwrite: false }] : []),
    ...(kept > 0 ? [{ label: `$(warning) ${taken > 0 ? 'Take them, and write' : 'Write'} over ${counted(kept, 'text')} that a person wrote`, description: 'the history keeps the old ones', overwrite: true }] : []),
  ];
}
