import { initializeParameter, type ParameterSpec } from '../model/parameters.ts';
import { readVisionWeights } from './pretrained.ts';
import type { RunConfig } from './runConfig.ts';

type Beginning = Pick<RunConfig, 'training' | 'pretrained'>;

/** What decides the weights that a run begins with, to tell them from others. */
export const untrainedName = ({ training, pretrained }: Beginning) => `untrained ${training.seed} ${pretrained.vision?.sha256 ?? 'none'}`;

/** A run's weights before its first step: published ones where it has them, the others drawn from the seed. @throws StickerLabError where the published ones are not there, or changed */
export async function untrainedWeights({ training, pretrained }: Beginning, parameters: readonly ParameterSpec[]): Promise<Map<string, Float32Array>> {
  const published = pretrained.vision ? (await readVisionWeights(pretrained.vision, parameters)).weights : new Map<string, Float32Array>();
  return new Map(parameters.map((spec) => [spec.name, published.get(spec.name) ?? initializeParameter(spec, training.seed)]));
}
