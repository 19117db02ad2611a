import type { RunView, StickerFilter } from '../../extension/protocol/engine.ts';
import { formatCount } from '../ui/formatNumber.ts';
import { verdictTitles } from '../ui/verdictWords.ts';

/** The filter with one condition set, or taken away where the value is undefined. */
export function withCondition<K extends keyof StickerFilter>(filter: StickerFilter, key: K, value: StickerFilter[K] | undefined): StickerFilter {
  const { [key]: _, ...rest } = filter;
  return value === undefined ? rest : { ...rest, [key]: value };
}

/** The list with `value` added or, where it was in, taken away; undefined where that leaves none. */
export function toggled<T>(list: readonly T[] | undefined, value: T): readonly T[] | undefined {
  const before = list ?? [];
  const after = before.includes(value) ? before.filter((each) => each !== value) : [...before, value];
  return after.length > 0 ? after : undefined;
}

export const isUnfiltered = (filter: StickerFilter): boolean => Object.keys(filter).length === 0;

/** Why no sticker is shown, in words. */
export function whyEmpty(filter: StickerFilter, classes: readonly string[], runs: readonly RunView[]): string {
  if (isUnfiltered(filter)) return 'This dataset has no stickers. The Problems panel says what could not be read.';
  const conditions: string[] = [];
  if (filter.selection) conditions.push(`is in the selection "${filter.selection.reason}"`);
  if (filter.splits) conditions.push(`is in ${either(filter.splits)}`);
  if (filter.labels) conditions.push(`shows ${either(filter.labels.map((label) => classes[label] ?? `class ${label}`))}`);
  if (filter.search) conditions.push(`contains "${filter.search}"`);
  if (filter.descriptions) {
    const { states, view } = filter.descriptions;
    conditions.push(`has ${view ? `a text for ${view}` : 'a description'} that is ${either(states)}`);
  }
  if (filter.verdicts) conditions.push(`has the verdict ${either(filter.verdicts.map((verdict) => verdictTitles[verdict]))}`);
  if (filter.selection && Object.keys(filter).length === 1) return `No sticker ${conditions[0]}: ${goneWords(filter.selection.ids.length)}.`;
  if (!filter.prediction) return `No sticker ${conditions.join(' and ')}.`;

  const { prediction } = filter;
  const run = runs.find((each) => each.run === prediction.run);
  const name = run?.name ?? prediction.run;
  conditions.push(`was predicted ${prediction.outcome} by ${name}`);
  const reason = `No sticker ${conditions.join(' and ')}.`;
  if (!run) return `${reason} The run is no longer there.`;
  if (run.predicted.length === 0) return `${reason} ${name} has no stored predictions yet.`;
  return `${reason} ${name} has predictions for: ${run.predicted.join(', ')}.`;
}

const goneWords = (stickers: number): string => (stickers === 0 ? 'it is empty' : stickers === 1 ? 'its sticker is no longer in the dataset' : `none of its ${formatCount(stickers)} stickers is in the dataset any more`);

function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** Whether a changed text can make a sticker pass the filter, or no longer. */
export const dependsOnTexts = (filter: StickerFilter): boolean => filter.descriptions !== undefined || filter.search !== undefined;
