import { presets } from './presets.ts';
import type { TrainingConfig } from './runConfig.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first setting, by its name, that `given` lacks or has of another kind than `like`; null where there is none. */
function firstUnlike(given: unknown, like: unknown, name: string): string | null {
  if (isObject(like)) {
    if (!isObject(given)) return name || 'training';
    for (const [key, part] of Object.entries(like)) {
      const unlike = firstUnlike(Object.hasOwn(given, key) ? given[key] : undefined, part, name ? `${name}.${key}` : key);
      if (unlike) return unlike;
    }
    return null;
  }
  if (Array.isArray(like)) return Array.isArray(given) && given.length === like.length && given.every((item) => typeof item === typeof like[0]) ? null : name;
  return typeof given === typeof like ? null : name;
}

/** Sees that what a file holds has every setting, each of its kind. @throws what `failure` makes of the first that is not so */
export function requireTraining(given: unknown, failure: (setting: string) => Error): TrainingConfig {
  const unlike = firstUnlike(given, presets.paper, '');
  if (unlike) throw failure(unlike);
  return given as TrainingConfig;
}
