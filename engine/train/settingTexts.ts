const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

function entries(branch: object, prefix: string): [string, string][] {
  return Object.entries(branch).flatMap(([key, value]: [string, unknown]) => (isBranch(value) ? entries(value, `${prefix}${key}.`) : [[`${prefix}${key}`, String(value)]]));
}

/** A training's settings by dotted name, for example `model.imageSize`, as `--set` takes them: lists with commas. {} for what is no object. */
export const settingTexts = (training: unknown): Record<string, string> => (isBranch(training) ? Object.fromEntries(entries(training, '')) : {});
