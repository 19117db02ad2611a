import type { InterpreterMode } from '../store/descriptionRecord.ts';

export interface HostConfig {
  /** `http://127.0.0.1:11434`; a path before `/api` is kept. */
  readonly url: string;
  /** Sent with every request, for example for a proxy. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How stickers are described. Prompts are the dataset's: `promptFile.ts`. */
export interface DescriberConfig {
  readonly hosts: readonly HostConfig[];
  readonly model: string;
  readonly mode: InterpreterMode;
  /** Ollama's own options: `temperature`, `num_ctx`, `num_predict`, `top_p`... `seed` is set for each text. */
  readonly options: Readonly<Record<string, number>>;
  readonly seed: number;
  /** Whether prompts may name `{label}`. */
  readonly allowLabel: boolean;
  /** Seconds an answer may take once the model is loaded. */
  readonly answerLimit: number;
  /** Seconds the model may take to load. */
  readonly loadLimit: number;
}

export const defaultModel = 'llava:7b-v1.6-mistral';

export const defaultDescriber: DescriberConfig = {
  hosts: [{ url: 'http://127.0.0.1:11434', headers: {} }],
  model: defaultModel,
  mode: 'rounds',
  // LLaVA-NeXT takes up to 2,943 tokens for a picture: Ollama's own context of 4,096 would lose it within four rounds.
  options: { temperature: 0.2, num_ctx: 8192, num_predict: 400 },
  seed: 1,
  allowLabel: false,
  answerLimit: 300,
  loadLimit: 900,
};
