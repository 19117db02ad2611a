import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createSession, createTensor, type Session, type Tensor } from '../runtime/session.ts';
import { createWarmTextEncoder, type WarmTextEncoder } from '../text/warmTextEncoder.ts';
import { readCheckpoint } from '../train/checkpoint.ts';
import type { RunConfig } from '../train/runConfig.ts';
import { readRunConfig } from '../train/runFolder.ts';
import { runFiles } from '../train/runRecord.ts';
import { openTextModel } from '../train/runTextModel.ts';
import { buildPredictionGraph, type TrainingGraph } from '../train/trainingGraph.ts';
import { buildDecisionGraph, buildFusionGraph, buildVisionGraph } from './graphs.ts';

type Feeds = Readonly<Record<string, Tensor>>;

/** A graph that stays loaded; it is fed with everything but the weights. */
export type Part = (feeds: Feeds) => Promise<Record<string, Tensor>>;

/** The best epoch's weights of a run in the graphs that explain it, a picture at a time. */
export interface RunModel {
  readonly config: RunConfig;
  readonly texts: WarmTextEncoder;
  /** See `buildVisionGraph`, `buildFusionGraph` and `buildDecisionGraph`. A part is loaded when it is first run. */
  readonly vision: Part;
  readonly fusion: Part;
  readonly decision: Part;
  release(): Promise<void>;
}

/** @throws StickerLabError where the folder is no run of this version, has no checkpoint yet, or its weights or vocabulary are damaged. */
export async function openRunModel(run: string): Promise<RunModel> {
  const config = await readRunConfig(run);
  const { model, text: { pooling, maxLength } } = config.training;
  const { parameters } = buildPredictionGraph(model, 1, 'cpu');
  const { state } = await readCheckpoint(path.join(run, runFiles.bestCheckpoint), parameters);
  const weights = Object.fromEntries(parameters.map(({ name, shape }) => [name, createTensor('float32', state.get(name)!, shape)]));
  const threads = availableParallelism();
  const sessions: Promise<Session>[] = [];
  const partOf = (build: () => TrainingGraph): Part => {
    let loaded: Promise<(feeds: Feeds) => Promise<Record<string, Tensor>>> | undefined;
    const load = async () => {
      const graph = build();
      const own = Object.fromEntries(graph.parameters.map(({ name }) => [name, weights[name]]));
      const session = createSession(graph.model, { device: 'cpu', threads });
      sessions.push(session);
      const { run: runSession } = await session;
      return (feeds: Feeds) => runSession({ ...own, ...feeds });
    };
    return async (feeds) => (await (loaded ??= load()))(feeds);
  };
  const texts = createWarmTextEncoder({ ...await openTextModel(run, config), pooling, maxLength, threads });
  return {
    config, texts,
    vision: partOf(() => buildVisionGraph(model)),
    fusion: partOf(() => buildFusionGraph(model)),
    decision: partOf(() => buildDecisionGraph(model)),
    async release() {
      for (const session of sessions) await (await session).release();
      await texts.release();
    },
  };
}
