import type { Sticker, View } from '../dataset/sticker.ts';
import type { Generation } from '../store/descriptionRecord.ts';
import type { DescriberConfig } from './describerConfig.ts';
import { fullModelName } from './modelReplies.ts';
import { fillPrompts, inputOf, type FilledPrompts, type Prompts } from './prompts.ts';

/** Why a generated text is stale, in words; null where it is not. */
export type Staleness = (sticker: Sticker, view: View, source: Pick<Generation, 'model' | 'digest' | 'input'>) => string | null;

/** What is in force; `digests` of the model on the hosts, none while no host has told it. */
export interface InForce {
  readonly config: Pick<DescriberConfig, 'model' | 'mode'>;
  /** Null while nobody can say, for their file has a fault: no text is stale by what was asked. */
  readonly prompts: Prompts | null;
  readonly digests: ReadonlySet<string>;
  readonly classes: readonly string[];
}

export function createStaleness({ config, prompts, digests, classes }: InForce): Staleness {
  const inputs = rememberInputs(config.mode);
  // A sticker's views are asked one after the other.
  let last: { readonly sticker: Sticker; readonly filled: FilledPrompts; readonly key: string } | null = null;
  const filledFor = (by: Prompts, sticker: Sticker) => {
    if (last?.sticker === sticker) return last;
    const filled = fillPrompts(by, sticker, classes);
    last = { sticker, filled, key: JSON.stringify(filled) };
    return last;
  };
  return (sticker, view, source) => {
    if (fullModelName(source.model) !== fullModelName(config.model)) return `${source.model} wrote it; the model is now ${config.model}.`;
    if (digests.size > 0 && !digests.has(source.digest)) return `Another release of ${config.model} wrote it.`;
    if (prompts && source.input !== inputs(filledFor(prompts, sticker), view)) return 'What the model is asked about this view has changed.';
    return null;
  };
}

/** Most stickers are asked the same: the last input of each view is kept. */
function rememberInputs(mode: DescriberConfig['mode']): (asked: { readonly filled: FilledPrompts; readonly key: string }, view: View) => string {
  const last = new Map<View, { key: string; input: string }>();
  return ({ filled, key }, view) => {
    const known = last.get(view);
    if (known?.key === key) return known.input;
    const input = inputOf(filled, mode, view);
    last.set(view, { key, input });
    return input;
  };
}
