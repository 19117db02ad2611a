import { createHash } from 'node:crypto';

export interface ServedModel {
  readonly name: string;
  readonly capabilities: readonly string[];
  readonly bytes?: number;
  readonly parameters?: string;
  readonly quantization?: string;
  /** What tells two contents of the same name apart. */
  readonly content?: string;
}

export const visionModel: ServedModel = { name: 'llava:7b-v1.6-mistral', capabilities: ['completion', 'vision'], bytes: 4_733_363_377, parameters: '7B', quantization: 'Q4_0' };
export const textModel: ServedModel = { name: 'mistral:latest', capabilities: ['completion', 'tools'], bytes: 4_113_301_824, parameters: '7.2B', quantization: 'Q4_0' };
export const thinkingModel: ServedModel = { name: 'qwen3-vl:8b', capabilities: ['completion', 'vision', 'tools', 'thinking'], bytes: 6_140_000_000, parameters: '8.8B', quantization: 'Q4_K_M' };
export const embeddingModel: ServedModel = { name: 'nomic-embed-text:latest', capabilities: ['embedding'], bytes: 274_302_450, parameters: '137M', quantization: 'F16' };

export const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
export const modelDigest = ({ name, content }: ServedModel) => digestOf(`${name}\0${content ?? ''}`);
/** A name without a tag means `:latest`. */
export const fullName = (name: string) => (/:[^/]*$/u.test(name) ? name : `${name}:latest`);

const detailsOf = ({ parameters = '7B', quantization = 'Q4_0', capabilities }: ServedModel) =>
  ({ parent_model: '', format: 'gguf', family: 'llama', families: capabilities.includes('vision') ? ['llama', 'clip'] : ['llama'], parameter_size: parameters, quantization_level: quantization });

/** A model's entry in `/api/tags`. */
export const tagOf = (model: ServedModel) => ({
  name: model.name, model: model.name, modified_at: '2026-08-21T10:00:00.123456789+02:00', size: model.bytes ?? 4_000_000_000, digest: modelDigest(model), details: detailsOf(model),
});

/** `withCapabilities`: servers before 0.6.4 do not tell them. */
export const showOf = (model: ServedModel, withCapabilities: boolean) => ({
  modelfile: `FROM ${model.name}\n`, template: '[INST] {{ .Prompt }} [/INST]', details: detailsOf(model),
  model_info: { 'general.architecture': 'llama', 'llama.context_length': 32_768 },
  ...(model.capabilities.includes('vision') ? { projector_info: { 'general.architecture': 'clip', 'clip.has_vision_encoder': true } } : {}),
  ...(withCapabilities ? { capabilities: model.capabilities } : {}), modified_at: '2026-08-21T10:00:00.123456789+02:00',
});

/** The layers of a download: most of it in one, as a model's are. */
export function layersOf(model: ServedModel): readonly { readonly digest: string; readonly total: number }[] {
  const bytes = model.bytes ?? 4_000_000_000;
  const small = [Math.ceil(bytes / 10), 11_357, 67, 565];
  return [bytes - small.reduce((sum, one) => sum + one), ...small].map((total, index) => ({ digest: `sha256:${digestOf(`${modelDigest(model)}${index}`)}`, total }));
}
