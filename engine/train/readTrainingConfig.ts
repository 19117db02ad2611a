import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { fileFailure } from '../files/fileFailure.ts';
import { parseJson } from '../files/parseJson.ts';
import { otherVersion } from './runFolder.ts';
import { applySettings } from './applySettings.ts';
import { checkTraining } from './checkTraining.ts';
import { presets } from './presets.ts';
import { recipes } from './recipes.ts';
import { requireTraining } from './requireTraining.ts';
import type { TrainingConfig } from './runConfig.ts';

const remedy = 'Give a run\'s config.json, or {"preset": "paper", "recipe": "released", "settings": {"model.imageSize": 224}}.';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const settings = z.record(z.string(), z.union([scalar, z.array(scalar)]));
const written = z.strictObject({ preset: z.enum(['paper', 'laptop', 'tiny']), recipe: z.enum(['paper', 'released']).default('paper'), settings: settings.default({}) });
const ofAnyRun = z.looseObject({ version: z.unknown(), training: z.unknown() });
const ofRun = z.looseObject({ version: z.literal(2), training: z.looseObject({}) });

/**
 * Reads a training config from a run's `config.json`, or from `{preset, recipe, settings}` with settings named as `--set` names them.
 * @throws StickerLabError for what is neither, and for settings of which no training can be made.
 */
export async function readTrainingConfig(file: string): Promise<TrainingConfig> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => { throw fileFailure(error, file); });
  const json = parseJson(text, file, remedy);
  const version = ofAnyRun.safeParse(json).data?.version;
  if (version !== undefined && version !== 2) throw otherVersion(version, file);
  const run = ofRun.safeParse(json);
  try {
    const training = run.success ? requireTraining(run.data.training, file) : compose(json, file);
    checkTraining(training);
    return training;
  } catch (error) {
    // A setting is at fault, and its name is in the message: the file is this one.
    throw error instanceof StickerLabError ? new StickerLabError(error.message, file, error.remedy, { cause: error }) : error;
  }
}

function compose(json: unknown, file: string): TrainingConfig {
  const { data, error } = written.safeParse(json);
  if (!data) throw new StickerLabError(`This is no training config: ${z.prettifyError(error)}`, file, remedy);
  const given = Object.entries(data.settings).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]);
  return applySettings(applySettings(presets[data.preset], recipes[data.recipe]), Object.fromEntries(given) as Record<string, string>);
}
