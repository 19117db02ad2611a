import { StickerLabError } from '../errors/stickerLabError.ts';
import type { TrainingConfig } from './runConfig.ts';
import { settingTexts } from './settingTexts.ts';

type Branch = { readonly [key: string]: unknown };

const isBranch = (value: unknown): value is Branch => typeof value === 'object' && value !== null && !Array.isArray(value);

function parseLike(current: unknown, text: string): unknown {
  if (Array.isArray(current)) {
    const parts = text.split(',').map((part) => parseLike(current[0], part));
    return parts.length === current.length && !parts.includes(undefined) ? parts : undefined;
  }
  if (typeof current === 'boolean') return text === 'true' || (text === 'false' ? false : undefined);
  if (typeof current !== 'number') return text;
  const number = Number(text);
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined;
}

function replaceAt(branch: Branch, [key, ...rest]: readonly string[], text: string, setting: string): Branch {
  const current = Object.hasOwn(branch, key) ? branch[key] : undefined;
  if (current === undefined || (rest.length > 0 && !isBranch(current)) || (rest.length === 0 && isBranch(current))) {
    throw new StickerLabError(`There is no setting "${setting}"`, setting, '`sticker-lab train --help` lists all settings.');
  }
  const value = rest.length > 0 ? replaceAt(current as Branch, rest, text, setting) : parseLike(current, text);
  if (value === undefined) throw new StickerLabError(`"${text}" does not fit the setting "${setting}"`, setting, `Give a value like ${JSON.stringify(current)}.`);
  return { ...branch, [key]: value };
}

/** The names a training's settings have, the number of classes aside, which its data decides: `learningRate`, `loss.temperature`, `model.imageSize`... */
export const settingNames = (config: TrainingConfig): string[] => Object.keys(settingTexts(config)).filter((name) => name !== 'model.classes');

/**
 * A copy of the config with `key=value` settings applied; lists are written with commas.
 * @throws StickerLabError for an unknown name or a value of another kind.
 */
export function applySettings(config: TrainingConfig, settings: Readonly<Record<string, string>>): TrainingConfig {
  let changed: Branch = { ...config };
  for (const [setting, text] of Object.entries(settings)) changed = replaceAt(changed, setting.split('.'), text, setting);
  return changed as unknown as TrainingConfig;
}
