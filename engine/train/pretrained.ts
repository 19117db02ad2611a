import { statSync } from 'node:fs';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { hashFile } from '../files/hashFile.ts';
import type { ParameterSpec } from '../model/parameters.ts';
import { setNamed } from '../pretrained/catalog.ts';
import { findWeights } from '../pretrained/findWeights.ts';
import { openPretrainedBert, readBertConfig } from '../text/pretrainedBert.ts';
import type { TextModel } from '../text/textModel.ts';
import { explainMismatch } from '../weights/explainMismatch.ts';
import { matchWeights } from '../weights/matchWeights.ts';
import { readWeights } from '../weights/readWeights.ts';
import type { PretrainedRecord, WeightsRecord } from './pretrainedRecord.ts';
import type { TrainingConfig } from './runConfig.ts';
import { runFiles } from './runRecord.ts';

/** The weights file of a set's name or a path. @throws StickerLabError where it is not there, saying how to get it */
async function fileOf(setting: string, name: 'vision' | 'text'): Promise<string> {
  const set = setNamed(setting);
  if (set) return (await findWeights(set)).files.model;
  const file = path.resolve(name === 'text' ? path.join(setting, 'model.safetensors') : setting);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new StickerLabError(`pretrained.${name} names no weights`, file, name === 'vision' ? 'Give none, pvt-tiny, pvt-small, or the path of a file of weights.' : 'Give bert-base-uncased, or a folder with model.safetensors and tokenizer.json.');
}

async function record(setting: string, name: 'vision' | 'text'): Promise<WeightsRecord> {
  const file = await fileOf(setting, name);
  return { file, sha256: await hashFile(file) };
}

/** @throws StickerLabError where weights that the config asks for are not there */
export async function recordPretrained({ pretrained, text }: TrainingConfig): Promise<PretrainedRecord> {
  return {
    vision: pretrained.vision === 'none' ? null : await record(pretrained.vision, 'vision'),
    text: text.encoder === 'bert' ? await record(pretrained.text, 'text') : null,
  };
}

/** The config with features as wide as the text encoder's, where that is a published one. */
export async function fitTextWidth(training: TrainingConfig, { text }: PretrainedRecord): Promise<TrainingConfig> {
  return text ? { ...training, model: { ...training.model, textWidth: (await readBertConfig(path.dirname(text.file))).width } } : training;
}

async function requireSame({ file, sha256 }: WeightsRecord): Promise<void> {
  if ((await hashFile(file)) !== sha256) throw new StickerLabError('The pretrained weights are no longer those this run began with', file, 'Bring that file back, or start a new run.');
}

export interface VisionWeights {
  /** By parameter name. */
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** For people. */
  readonly note: string;
  /** Every tensor by name: taken from the file, drawn from the seed, not known, and known but not needed. */
  readonly names: Readonly<Record<'kind' | 'file', string> & Record<'taken' | 'drawn' | 'unexpected' | 'leftOut', readonly string[]>>;
}

/** What a backbone must bring; the CLS tokens of stages 1 to 3 are MGHFT's own. */
const ofBackbone = /^(?:pos_embed[1-4]|patch_embed[1-4]\..+|block[1-4]\..+|cls_token|norm\..+)$/;

/**
 * The backbone's published weights by parameter name, and what people must know of them.
 * @throws StickerLabError for a file that changed, of another model, or that lacks a part of the backbone
 */
export async function readVisionWeights(source: WeightsRecord, parameters: readonly ParameterSpec[]): Promise<VisionWeights> {
  await requireSame(source);
  const match = matchWeights(await readWeights(source.file), parameters, { file: source.file });
  const absent = match.missing.filter((name) => ofBackbone.test(name));
  if (match.kind === 'BERT' || absent.length > 0) {
    throw new StickerLabError(`These are not the backbone's weights. ${explainMismatch({ missing: absent, unexpected: match.unexpected })}`, source.file, 'Use the weights of the preset\'s PVT: pvt-small for paper, pvt-tiny for laptop.');
  }
  const { kind, weights, missing, unexpected, leftOut } = match;
  const strange = unexpected.length > 0 ? ` ${explainMismatch({ missing: [], unexpected })}` : '';
  return {
    weights,
    note: `${weights.size} of ${parameters.length} tensors start from ${kind} weights, ${path.basename(source.file)} (SHA-256 ${source.sha256.slice(0, 12)}); the others are drawn from the seed (${runFiles.pretrained} names them).${strange}`,
    names: { kind, file: source.file, taken: [...weights.keys()], drawn: missing, unexpected, leftOut },
  };
}

/**
 * The text encoder's published weights.
 * @throws StickerLabError for files that changed or do not fit each other or the config
 */
export async function readTextWeights(source: WeightsRecord, { text }: TrainingConfig): Promise<TextModel> {
  await requireSame(source);
  const bert = await openPretrainedBert(path.dirname(source.file));
  if (text.maxLength > bert.config.maxLength) throw new StickerLabError(`The text encoder reads ${bert.config.maxLength} word pieces, and text.maxLength is ${text.maxLength}`, source.file, `Train with text.maxLength=${bert.config.maxLength}.`);
  return bert;
}
