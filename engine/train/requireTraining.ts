import { StickerLabError } from '../errors/stickerLabError.ts';
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

/** A run's settings as `file` holds them. @throws StickerLabError for the first that is absent or of another kind */
export function requireTraining(given: unknown, file: string): TrainingConfig {
  const unlike = firstUnlike(given, presets.paper, '');
  if (unlike) throw new StickerLabError(`The run's config has no usable setting "${unlike}"`, file, 'Open it with the version of Sticker Lab that wrote it, or train again.');
  return given as TrainingConfig;
}
