import path from 'node:path';
import type { Dataset } from '../dataset/dataset.ts';
import { splits, type Split } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { ParameterSpec } from '../model/parameters.ts';
import { readCheckpoint } from '../train/checkpoint.ts';
import { evaluateRun } from '../train/evaluateRun.ts';
import type { RunConfig } from '../train/runConfig.ts';
import { runFiles } from '../train/runRecord.ts';
import { collectExamples, openRunSources, requireExamples } from '../train/runSources.ts';
import { buildPredictionGraph } from '../train/trainingGraph.ts';
import { untrainedName, untrainedWeights } from '../train/untrainedWeights.ts';
import { digestWeights } from '../train/weightsDigest.ts';
import type { FeatureSource, MapKey } from './mapKey.ts';
import { predictFeatures } from './predictFeatures.ts';
import { tokenSources } from './stageTokens.ts';
import { readStoredFeatures, storeFeatures, type SplitFeatures } from './storedFeatures.ts';

export interface FeatureContext {
  readonly run: string;
  readonly config: RunConfig;
  /** Read when something must be predicted. */
  readonly dataset: () => Promise<Dataset>;
  readonly signal: AbortSignal;
  onActivity(activity: string): void;
}

/** The features of one pass over a split, and the weights it is made with. */
interface Pass {
  readonly sources: readonly Exclude<FeatureSource, 'fused'>[];
  readonly name: string;
  weights(parameters: readonly ParameterSpec[]): Promise<ReadonlyMap<string, Float32Array>>;
}

async function bestWeights({ run, config }: FeatureContext): Promise<{ weights: ReadonlyMap<string, Float32Array>; name: string }> {
  const { parameters } = buildPredictionGraph(config.training.model, 1, 'cpu');
  const { state } = await readCheckpoint(path.join(run, runFiles.bestCheckpoint), parameters);
  return { weights: state, name: digestWeights(state, parameters) };
}

async function computePass({ run, config, dataset, signal, onActivity }: FeatureContext, split: Split, { sources: wanted, name, weights }: Pass): Promise<void> {
  const data = await dataset();
  const sources = await openRunSources(run, data, config, { [split]: 'centre' }, signal, onActivity);
  requireExamples(sources.examples, split, data.root);
  const examples = sources.examples[split];
  const untrained = wanted.includes('untrained');
  const features = await predictFeatures(sources, examples, untrained ? ['fused'] : wanted, weights, signal, onActivity);
  const stickers = { ids: examples.map(({ id }) => id), labels: Int32Array.from(examples, ({ label }) => label) };
  for (const source of wanted) {
    const { rows, width } = features.get(untrained ? 'fused' : source)!;
    await storeFeatures(run, split, source, name, { ...stickers, features: rows, width });
  }
}

/** Reads a split's features, and computes first what is not stored. */
async function featuresOf(context: FeatureContext, split: Split, source: FeatureSource): Promise<SplitFeatures> {
  const { run, config, dataset, signal, onActivity } = context;
  const stored = async (from: FeatureSource, name: string, compute: () => Promise<unknown>) => {
    const found = await readStoredFeatures(run, split, from, name);
    if (found) return found;
    await compute();
    const made = await readStoredFeatures(run, split, from, name);
    if (!made) throw new StickerLabError(`The ${split} split was predicted, but its features do not belong to its predictions`, run, 'Look whether another process works on this run, then try again.');
    return made;
  };
  if (source === 'untrained') {
    const pass: Pass = { sources: [source], name: untrainedName(config), weights: (parameters) => untrainedWeights(config, parameters) };
    return stored(source, pass.name, () => computePass(context, split, pass));
  }
  const { weights, name } = await bestWeights(context);
  const evaluated = await stored('fused', name, async () => {
    onActivity(`The ${split} split has no whole predictions yet`);
    await evaluateRun(run, await dataset(), split, 'best', signal, onActivity);
  });
  if (source === 'fused') return evaluated;
  const pass: Pass = { sources: tokenSources(config.training.model) as Pass['sources'], name, weights: () => Promise.resolve(weights) };
  return stored(source, name, () => computePass(context, split, pass));
}

/** The splits of which a map shows something: one by itself must have labelled pictures, of all of them those that have. */
async function splitsOf({ dataset, config }: FeatureContext, { split }: MapKey): Promise<readonly Split[]> {
  if (split !== 'all') return [split];
  const data = await dataset();
  const examples = collectExamples(data, config.training.text.views);
  const found = splits.filter((each) => examples[each].length > 0);
  if (found.length === 0) throw new StickerLabError('No split has labelled pictures', data.root, 'Label some stickers first.');
  return found;
}

/** The features that a map lays out, one split after the other; what is not stored is evaluated and predicted first. */
export async function mapFeatures(context: FeatureContext, key: MapKey): Promise<readonly SplitFeatures[]> {
  const parts: SplitFeatures[] = [];
  for (const split of await splitsOf(context, key)) parts.push(await featuresOf(context, split, key.features));
  return parts;
}
