import { StickerLabError } from '../errors/stickerLabError.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
  /** PNG or JPEG. */
  readonly images?: readonly Uint8Array[];
}

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** A JSON schema the answer must follow. */
  readonly format?: object;
  readonly options: Readonly<Record<string, number>>;
}

export interface ChatAnswer {
  readonly text: string;
  /** `length`: cut off at `num_predict` or the context's end. */
  readonly ended: 'stop' | 'length';
  readonly promptTokens: number;
  readonly answerTokens: number;
}

/**
 * What is wrong, for who has to decide what to do next.
 * `host`: the host, not this sticker; others may do better, and this one later. `busy`: the same, soon. `model`: the host lacks it.
 * `request`: this request; the host goes on answering others.
 */
export type HostFault = 'host' | 'busy' | 'model' | 'request';

/** A host that did not do what was asked; `file` is its address. */
export class HostFailure extends StickerLabError {
  readonly fault: HostFault;
  constructor(fault: HostFault, message: string, url: string, remedy: string, options?: ErrorOptions) {
    super(message, url, remedy, options);
    this.name = 'HostFailure';
    this.fault = fault;
  }
}

export interface ModelFacts {
  readonly name: string;
  readonly digest: string;
  readonly bytes: number;
  readonly parameters: string;
  readonly quantization: string;
  readonly capabilities: readonly string[];
  readonly loaded: boolean;
}

export interface PullProgress {
  readonly status: string;
  /** Bytes over all layers; `total` grows while the manifest's layers become known. */
  readonly completed: number;
  readonly total: number;
}

/** One Ollama server. Everything fails with a `HostFailure`, or with the signal's reason once it is aborted. */
export interface HostClient {
  readonly url: string;
  /** As this client has found it: it waits for a model to load, or was turned away half a minute ago at most. Ollama itself does not tell. */
  readonly occupied: 'loading' | 'busy' | null;
  version(signal: AbortSignal): Promise<string>;
  models(signal: AbortSignal): Promise<ModelFacts[]>;
  /** Loads the model where it is not; waits at most the load limit. `options` as in the requests that follow: another `num_ctx` loads it anew. */
  load(model: string, signal: AbortSignal, options?: Readonly<Record<string, number>>): Promise<void>;
  /** Streams an answer, and loads the model first where that is needed. `onText` gets the text so far. */
  chat(request: ChatRequest, signal: AbortSignal, onText?: (text: string) => void): Promise<ChatAnswer>;
  pull(model: string, signal: AbortSignal, onProgress: (progress: PullProgress) => void): Promise<void>;
  close(): Promise<void>;
}
