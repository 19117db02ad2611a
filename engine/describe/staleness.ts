import type { Sticker, View } from '../dataset/sticker.ts';
import type { Generation } from '../store/descriptionRecord.ts';
import type { DescriberConfig } from './describerConfig.ts';
import { fillPrompts, inputOf, type FilledPrompts, type Prompts } from './prompts.ts';

/** Why a generated text is stale, in words; null where it is not. */
export type Staleness = (sticker: Sticker, view: View, source: Pick<Generation, 'model' | 'digest' | 'input'>) => string | null;

/** What is in force; `digests` of the model on the hosts, none while no host has told it. */
export interface InForce {
  readonly config: Pick<DescriberConfig, 'model' | 'mode'>;
  readonly prompts: Prompts;
  readonly digests: ReadonlySet<string>;
  readonly classes: readonly string[];
}

export function createStaleness({ config, prompts, digests, classes }: InForce): Staleness {
  const inputs = rememberInputs(config.mode);
  return (sticker, view, source) => {
    if (source.model !== config.model) return `${source.model} wrote it; the model is now ${config.model}.`;
    if (digests.size > 0 && !digests.has(source.digest)) return `Another release of ${config.model} wrote it.`;
    if (source.input !== inputs(fillPrompts(prompts, sticker, classes), view)) return 'What the model is asked about this view has changed.';
    return null;
  };
}

/** Most stickers are asked the same: the last input of each view is kept. */
function rememberInputs(mode: DescriberConfig['mode']): (filled: FilledPrompts, view: View) => string {
  const last = new Map<View, { filled: string; input: string }>();
  return (filled, view) => {
    const key = JSON.stringify(filled);
    const known = last.get(view);
    if (known?.filled === key) return known.input;
    const input = inputOf(filled, mode, view);
    last.set(view, { filled: key, input });
    return input;
  };
}
