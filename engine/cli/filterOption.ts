import { splits, views } from '../dataset/sticker.ts';
import type { StickerFilter } from '../service/stickerFilter.ts';
import { descriptionStates, type ShownState } from '../store/descriptionRecord.ts';
import { verdicts } from '../store/verdictRecord.ts';
import { UsageError } from './command.ts';

export const filterHelp = [
  '--filter F        stickers for which every part holds: split:train label:happiness state:stale (of any view) view:style (with state)',
  '                  verdict:text, and words that occur in id, text or a description; names with spaces in double quotes, label:"no feeling"',
];

const shownStates: readonly ShownState[] = [...descriptionStates, 'stale'];

/** A filter as it is written in a terminal. @throws UsageError where a part names nothing */
export function parseFilter(text: string, classes: readonly string[]): StickerFilter {
  const parts = new Map<string, string[]>();
  const words: string[] = [];
  for (const [, key, quoted, plain] of text.matchAll(/(?:(split|label|state|view|verdict):)?(?:"([^"]*)"|(\S+))/gu)) {
    const value = quoted ?? plain;
    if (key) parts.set(key, [...(parts.get(key) ?? []), value]);
    else words.push(value);
  }
  const chosen = <T extends string>(key: string, known: readonly T[]) => parts.get(key)?.map((value) => {
    const found = known.find((name) => name === value);
    if (found === undefined) throw new UsageError(`--filter ${key}: takes ${known.join(', ')}, not "${value}"`);
    return found;
  });
  const [split, label, state, view, verdict] = [chosen('split', splits), chosen('label', classes), chosen('state', shownStates), chosen('view', views), chosen('verdict', verdicts)];
  if (view && (view.length > 1 || !state)) throw new UsageError('--filter view: names one view, together with state:');
  return {
    ...(split ? { splits: split } : {}),
    ...(label ? { labels: label.map((name) => classes.indexOf(name)) } : {}),
    ...(state ? { descriptions: { states: state, view: view?.[0] ?? null } } : {}),
    ...(verdict ? { verdicts: verdict } : {}),
    ...(words.length > 0 ? { search: words.join(' ') } : {}),
  };
}
