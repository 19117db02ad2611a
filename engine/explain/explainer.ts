import { setImmediate } from 'node:timers/promises';
import type { Dataset } from '../dataset/dataset.ts';
import type { Sticker } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { Box } from '../images/crop.ts';
import { createTensor, type Tensor } from '../runtime/session.ts';
import { textsOf } from '../train/examples.ts';
import { largestIndex, probabilitiesOf } from '../train/predictor.ts';
import { requireSameClasses } from '../train/requireSameClasses.ts';
import type { ExplanationView, ProbeView, StageHeat } from './explanation.ts';
import { sidesOf, stageNames } from './graphs.ts';
import { textShares, visualShares } from './guidedShares.ts';
import { addUp, toShares } from './heat.ts';
import { createRecent } from './recent.ts';
import type { RunModel } from './runModel.ts';
import { pictureKey, readSeenPicture } from './seenPicture.ts';

/** A sticker with the texts it is explained under, which need not be its own. */
export type ExplainedSticker = Pick<Sticker, 'id' | 'text' | 'descriptions'>;

/** Where the stickers lie, and the classes they have now. */
export type ExplainedDataset = Pick<Dataset, 'root' | 'classes'>;

/** All throw StickerLabError where a picture is gone or broken, the classes are no longer the run's, or an answer is no number. */
export interface Explainer {
  probe(dataset: ExplainedDataset, sticker: ExplainedSticker, signal: AbortSignal): Promise<ProbeView>;
  /** `target`: the class that `decision` follows, null for the predicted one. */
  explain(dataset: ExplainedDataset, sticker: ExplainedSticker, target: number | null, signal: AbortSignal): Promise<ExplanationView>;
  release(): Promise<void>;
}

/** What the backbone made of a picture. */
interface SeenSticker {
  readonly crop: Box;
  readonly features: Readonly<Record<string, Tensor>>;
  readonly stages: readonly { readonly attention: Float32Array; readonly importance: Float32Array; readonly chosen: Int32Array }[];
}

/** Stage features of a picture are some 0.6 MB in preset `paper`. */
const mostStickers = 64;
const mostTexts = 512;

/** Keeps the features of the pictures and texts it saw last. */
export function createExplainer(model: RunModel): Explainer {
  const { training, dataset: { classes } } = model.config;
  const { textWidth } = training.model;
  const seen = createRecent<SeenSticker>(mostStickers);
  const read = createRecent<Float32Array>(mostTexts);
  const stages = training.model.widths.map((_, stage) => ({ stage, names: stageNames(stage), ...sidesOf(training.model, stage) }));

  async function see(dataset: ExplainedDataset, id: string): Promise<SeenSticker> {
    const key = await pictureKey(dataset, id);
    const known = seen.get(key);
    if (known) return known;
    const { picture, crop } = await readSeenPicture(dataset, id, training);
    const outputs = await model.vision({ picture });
    const sticker = {
      crop,
      features: Object.fromEntries(stages.flatMap(({ names: { global, local } }) => [[global, outputs[global]], [local, outputs[local]]])),
      stages: stages.map(({ names, side, tokenSide }) => ({
        attention: toShares(outputs[names.attention].data as Float32Array),
        importance: toShares(addUp(outputs[names.importance].data as Float32Array, tokenSide, side)),
        chosen: outputs[names.chosen].data as Int32Array,
      })),
    };
    seen.set(key, sticker);
    return sticker;
  }

  /** The features of a sticker's four texts, one after the other. */
  async function readTexts(texts: readonly string[]): Promise<Float32Array> {
    const fresh = [...new Set(texts)].filter((text) => !read.get(text));
    const features = await model.texts.read(fresh);
    fresh.forEach((text, index) => read.set(text, features[index]));
    const data = new Float32Array(texts.length * textWidth);
    texts.forEach((text, index) => data.set(read.get(text)!, index * textWidth));
    return data;
  }

  async function fuse(dataset: ExplainedDataset, sticker: ExplainedSticker, signal: AbortSignal) {
    requireSameClasses(model.config, dataset);
    const { features, ...picture } = await see(dataset, sticker.id);
    await pause(signal);
    const text = createTensor('float32', await readTexts(textsOf(sticker, training.text.views)), [1, 4, textWidth]);
    const outputs = await model.fusion({ ...features, text });
    return { ...picture, text, outputs, probabilities: probabilitiesOf(outputs['logits'].data as Float32Array, sticker.id) };
  }

  async function decide(dataset: ExplainedDataset, id: string, text: Tensor, target: number): Promise<Float32Array[]> {
    const oneHot = new Float32Array(classes.length);
    oneHot[target] = 1;
    const { picture } = await readSeenPicture(dataset, id, training);
    const outputs = await model.decision({ picture, text, target: createTensor('float32', oneHot, [1, classes.length]) });
    return stages.map(({ names }) => toShares(outputs[names.decision].data as Float32Array));
  }

  return {
    async probe(dataset, sticker, signal) {
      const began = performance.now();
      const { probabilities } = await fuse(dataset, sticker, signal);
      return { classes, probabilities, milliseconds: performance.now() - began };
    },
    async explain(dataset, sticker, asked, signal) {
      if (asked !== null && !classes[asked]) throw new StickerLabError(`The run has no class ${asked}`, sticker.id, `Choose one from 0 to ${classes.length - 1}.`);
      const { probabilities, outputs, text, crop, stages: heats } = await fuse(dataset, sticker, signal);
      const target = asked ?? largestIndex(probabilities);
      await pause(signal);
      const decisions = await decide(dataset, sticker.id, text, target);
      const shares = visualShares(outputs['visual'].data as Float32Array, heats.map(({ chosen }) => chosen), training.model);
      const textual = outputs['textual']?.data as Float32Array | undefined;
      return {
        classes, probabilities, target, crop,
        stages: stages.map(({ stage, side, tokenSide }) => ({
          stage: stage + 1, side, tokenSide, ...shares[stage],
          heat: { attention: heats[stage].attention, importance: heats[stage].importance, decision: decisions[stage] },
        })),
        texts: textual ? textShares(textual, training.text.views, training.model) : [],
      };
    },
    release: () => model.release(),
  };
}

/** Lets what came meanwhile be heard, a cancellation too. */
async function pause(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

/** The mean of stickers' maps of one run, a stage each; [] of none. */
export function meanHeat(explained: readonly Pick<ExplanationView, 'stages'>[]): StageHeat[] {
  if (explained.length === 0) return [];
  return explained[0].stages.map(({ stage, side }, index) => {
    const mean = (kind: keyof StageHeat['heat']) => {
      const sum = new Float32Array(side * side);
      for (const { stages } of explained) stages[index].heat[kind].forEach((value, place) => (sum[place] += value / explained.length));
      return sum;
    };
    return { stage, side, heat: { attention: mean('attention'), importance: mean('importance'), decision: mean('decision') } };
  });
}
