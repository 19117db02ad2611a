import { statSync } from 'node:fs';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { expandHome } from '../files/expandHome.ts';
import { hashFile } from '../files/hashFile.ts';
import type { ParameterSpec } from '../model/parameters.ts';
import { setNamed, type SetName } from '../pretrained/catalog.ts';
import { findWeights, requireWeights } from '../pretrained/findWeights.ts';
import { openPretrainedBert } from '../text/pretrainedBert.ts';
import type { TextModel } from '../text/textModel.ts';
import { explainMismatch } from '../weights/explainMismatch.ts';
import { matchWeights } from '../weights/matchWeights.ts';
import { readWeights } from '../weights/readWeights.ts';
import type { PretrainedRecord, WeightsRecord } from './pretrainedRecord.ts';
import type { TrainingConfig } from './runConfig.ts';
import { runFiles } from './runRecord.ts';
import { buildPredictionGraph } from './trainingGraph.ts';

/** The weights file of a set's name or a path. @throws StickerLabError where it is not there, saying how to get it */
async function fileOf(setting: string, name: 'vision' | 'text'): Promise<string> {
  const set = setNamed(setting);
  if (set) return (await findWeights(set)).files.model;
  const file = expandHome(name === 'text' ? path.join(setting, 'model.safetensors') : setting);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new StickerLabError(`pretrained.${name} names no weights`, file, name === 'vision' ? 'Give none, pvt-tiny, pvt-small, or the path of a file of weights.' : 'Give bert-base-uncased, or a folder with model.safetensors and tokenizer.json.');
}

/** The published sets that a config asks for by name. */
function setsOf({ text, pretrained }: TrainingConfig): SetName[] {
  return [...(text.encoder === 'bert' ? [pretrained.text] : []), pretrained.vision].flatMap((named) => setNamed(named) ?? []);
}

/** The config with the sizes of the published text encoder, and which weights it is. */
async function adoptText(training: TrainingConfig): Promise<{ training: TrainingConfig; text: WeightsRecord | null }> {
  if (training.text.encoder !== 'bert') return { training, text: null };
  const file = await fileOf(training.pretrained.text, 'text');
  const { config: { width, layers, heads, vocabulary, maxLength }, fingerprint } = await openPretrainedBert(path.dirname(file));
  if (training.text.maxLength > maxLength) throw new StickerLabError(`The text encoder reads ${maxLength} word pieces, and text.maxLength is ${training.text.maxLength}`, file, `Train with text.maxLength=${maxLength}.`);
  return { training: { ...training, model: { ...training.model, textWidth: width }, text: { ...training.text, layers, heads, vocabulary } }, text: { file, sha256: fingerprint } };
}

/**
 * Finds and tries the published weights that a config asks for. -> the config with the text encoder's own sizes, and which weights
 * @throws StickerLabError where they are not there, or are not what the config needs
 */
export async function adoptPretrained(asked: TrainingConfig): Promise<{ training: TrainingConfig; pretrained: PretrainedRecord }> {
  await requireWeights(setsOf(asked));
  const { training, text } = await adoptText(asked);
  if (training.pretrained.vision === 'none') return { training, pretrained: { vision: null, text } };
  const file = await fileOf(training.pretrained.vision, 'vision');
  const vision = { file, sha256: await hashFile(file) };
  await readVisionWeights(vision, buildPredictionGraph(training.model, 1, 'cpu').parameters);
  return { training, pretrained: { vision, text } };
}

function requireSame(found: string, { file, sha256 }: WeightsRecord): void {
  if (found !== sha256) throw new StickerLabError('The pretrained weights are no longer those this run began with', file, 'Bring that file and those beside it back, or start a new run.');
}

export interface VisionWeights {
  /** By parameter name. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** For people. */
  readonly note: string;
  /** Every tensor by name: taken from the file, drawn from the seed, not known, and known but not needed. */
  readonly names: Readonly<Record<'kind' | 'file', string> & Record<'taken' | 'drawn' | 'unexpected' | 'leftOut', readonly string[]>>;
}

/** What a backbone brings; the CLS tokens of stages 1 to 3 are MGHFT's own, and only its checkpoints have them. */
const ofBackbone = /^(?:pos_embed[1-4]|patch_embed[1-4]\..+|block[1-4]\..+|cls_token[1-3]?|norm\..+)$/;
const ofMghft = /^cls_token[1-3]$/;

/**
 * The backbone's published weights by parameter name, and what people must know of them. Of a checkpoint of MGHFT, too, the
 * backbone alone is taken.
 * @throws StickerLabError for a file that changed, of another model, or that lacks a part of the backbone
 */
export async function readVisionWeights(source: WeightsRecord, parameters: readonly ParameterSpec[]): Promise<VisionWeights> {
  requireSame(await hashFile(source.file), source);
  const match = matchWeights(await readWeights(source.file), parameters.filter(({ name }) => ofBackbone.test(name)), { file: source.file });
  const others = parameters.map(({ name }) => name).filter((name) => !ofBackbone.test(name));
  const [aside, unexpected] = [true, false].map((known) => match.unexpected.filter((name) => others.some((other) => name === other || name.endsWith(`.${other}`)) === known)) as [string[], string[]];
  const absent = match.missing.filter((name) => !ofMghft.test(name));
  if (match.kind === 'BERT' || absent.length > 0) {
    throw new StickerLabError(`These are not the backbone's weights. ${explainMismatch({ missing: absent, unexpected })}`, source.file, 'Use the weights of the preset\'s PVT: pvt-small for paper, pvt-tiny for laptop.');
  }
  const { kind, weights, leftOut } = match;
  const strange = unexpected.length > 0 ? ` ${explainMismatch({ missing: [], unexpected })}` : '';
  return {
    weights,
    note: `${weights.size} of ${parameters.length} tensors start from ${kind} weights, ${path.basename(source.file)} (SHA-256 ${source.sha256.slice(0, 12)}); the others are drawn from the seed (${runFiles.pretrained} names them).${strange}`,
    names: { kind, file: source.file, taken: [...weights.keys()], drawn: parameters.map(({ name }) => name).filter((name) => !weights.has(name)), unexpected, leftOut: [...leftOut, ...aside] },
  };
}

/** The text encoder's published weights. @throws StickerLabError for files that changed, or cannot be used */
export async function readTextWeights(source: WeightsRecord): Promise<TextModel> {
  const bert = await openPretrainedBert(path.dirname(source.file));
  requireSame(bert.fingerprint, source);
  return bert;
}
