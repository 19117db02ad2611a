import type { Ollama } from 'ollama';
import type { z } from 'zod';
import { watchAnswer } from './answerWatch.ts';
import type { HostConfig } from './describerConfig.ts';
import { HostFailure, type ChatAnswer, type ChatMessage, type ChatRequest, type HostClient, type ModelFacts, type PullProgress } from './hostClient.ts';
import { connectHost } from './hostConnection.ts';
import { endlessAnswer, noPictures, pullFailure, silentAnswer, silentHost, slowAnswer, slowLoad, Unreachable } from './hostFaults.ts';
import { capabilitiesOf, chatPiece, fullModelName, psReply, pullLine, showReply, tagsReply, versionReply } from './modelReplies.ts';
import { sumLayers } from './pullProgress.ts';

export interface HostLimits {
  /** Seconds an answer may take once the model is loaded. */
  readonly answerLimit: number;
  /** Seconds the model may take to load. */
  readonly loadLimit: number;
}

/** Seconds a short question, about models and versions, may take. */
const askLimit = 10;
/** How long a batch's model stays loaded after each answer: Ollama's own 5 minutes end while a person reads. */
const keepAlive = '30m';
/** Milliseconds after an answer for which the model is taken to be still loaded. */
const trusted = 25 * 60_000;
/** Milliseconds in which a loaded model answers an empty request. */
const promptness = 1000;
const busyTime = 30_000;
const mostBytes = 8 << 20;
const mostCharacters = 100_000;

type Options = Readonly<Record<string, number>>;
interface Known { readonly digest: string; readonly capabilities: readonly string[] }

/** A model whose files are damaged or just being removed can do nothing; the others of its host can. */
const damagedModel = (error: unknown): readonly string[] => {
  if (error instanceof HostFailure && !(error instanceof Unreachable) && error.fault !== 'busy') return [];
  throw error;
};

/** `ollama` takes strings for names of files, writes into the messages, and `images: []` breaks calls. */
const messageOf = ({ role, content, images }: ChatMessage) => ({ role, content, ...(images && images.length > 0 ? { images: [...images] } : {}) });

export function createHostClient(config: HostConfig, { answerLimit, loadLimit }: HostLimits): HostClient {
  const { url } = config;
  const connection = connectHost(config);
  const known = new Map<string, Known>();
  const loadedAt = new Map<string, number>();
  let loading = 0;
  let busyAt = -Infinity;

  const noteBusy = (error: unknown): never => {
    if (error instanceof HostFailure && error.fault === 'busy') busyAt = performance.now();
    throw error;
  };

  /** A question whose answer is short and comes at once. */
  const ask = <T>(signal: AbortSignal, model: string, schema: z.ZodType<T>, question: (ollama: Ollama) => Promise<unknown>): Promise<T> =>
    connection.exchange({ signal, model, most: mostBytes, lines: false }, async ({ ollama, end }) => {
      const timer = setTimeout(() => end(silentHost(url, askLimit)), askLimit * 1000);
      try {
        return schema.parse(await question(ollama));
      } finally {
        clearTimeout(timer);
      }
    }).catch(noteBusy);

  const capabilities = async (model: string, digest: string, signal: AbortSignal): Promise<readonly string[]> => {
    const name = fullModelName(model);
    const present = known.get(name);
    if (present && (digest === '' || present.digest === digest)) return present.capabilities;
    const found = capabilitiesOf(await ask(signal, model, showReply, (ollama) => ollama.show({ model })));
    known.set(name, { digest, capabilities: found });
    return found;
  };

  const loadedNames = async (signal: AbortSignal) => new Set((await ask(signal, '', psReply, (ollama) => ollama.ps())).models.map(({ name }) => fullModelName(name)));

  /** Another context is another load. */
  const loadKey = (model: string, options: Options) => `${fullModelName(model)} ${options.num_ctx ?? ''}`;

  async function load(model: string, signal: AbortSignal, options: Options = {}): Promise<void> {
    loading += 1;
    try {
      await connection.exchange({ signal, model, most: mostBytes, lines: true }, async ({ ollama, end }) => {
        const timer = setTimeout(() => end(slowLoad(url, model, loadLimit)), loadLimit * 1000);
        try {
          for await (const piece of await ollama.chat({ model, messages: [], stream: true, keep_alive: keepAlive, options })) chatPiece.parse(piece);
        } finally {
          clearTimeout(timer);
        }
      });
      loadedAt.set(loadKey(model, options), performance.now());
    } catch (error) {
      noteBusy(error);
    } finally {
      loading -= 1;
    }
  }

  /** Resolves once the model is loaded: to whether it was so all along. `/api/ps` also lists one that is still loading, which an empty request then waits for. */
  async function wasLoaded(model: string, options: Options, signal: AbortSignal): Promise<boolean> {
    const isListed = (await loadedNames(signal)).has(fullModelName(model));
    const started = performance.now();
    await load(model, signal, options);
    return isListed && performance.now() - started < promptness;
  }

  async function chat(request: ChatRequest, signal: AbortSignal, onText?: (text: string) => void): Promise<ChatAnswer> {
    const { model, options } = request;
    const can = await capabilities(model, '', signal);
    if (!can.includes('vision') && request.messages.some(({ images }) => images && images.length > 0)) throw noPictures(url, model);
    const key = loadKey(model, options);
    if (performance.now() - (loadedAt.get(key) ?? -Infinity) > trusted) await load(model, signal, options);
    const answer = await connection.exchange({ signal, model, most: mostBytes, lines: true }, async (exchange) => {
      let probe: AbortController | null = null;
      const unwatch = watchAnswer({
        limit: answerLimit * 1000,
        hasStarted: () => exchange.started,
        isLoaded: () => {
          probe = new AbortController();
          return wasLoaded(model, options, probe.signal);
        },
        end: (why) => exchange.end(why === 'slow' ? slowAnswer(url, answerLimit) : silentAnswer(url, answerLimit)),
        fail: exchange.end,
      });
      try {
        let text = '';
        for await (const piece of await exchange.ollama.chat({
          model, messages: request.messages.map(messageOf), stream: true, keep_alive: keepAlive, options,
          ...(request.format ? { format: request.format } : {}), ...(can.includes('thinking') ? { think: false } : {}),
        })) {
          const { message, done, done_reason: reason, prompt_eval_count: promptTokens = 0, eval_count: answerTokens = 0 } = chatPiece.parse(piece);
          const more = message?.content ?? '';
          text += more;
          if (text.length > mostCharacters) throw endlessAnswer(url, mostCharacters);
          if (more !== '') onText?.(text);
          if (done) return { text, ended: reason === 'length' ? 'length' as const : 'stop' as const, promptTokens, answerTokens };
        }
        throw new Error('Did not receive done.');
      } finally {
        unwatch();
        (probe as AbortController | null)?.abort();
      }
    }).catch(noteBusy);
    loadedAt.set(key, performance.now());
    busyAt = -Infinity;
    return answer;
  }

  async function models(signal: AbortSignal): Promise<ModelFacts[]> {
    const [tags, loaded] = await Promise.all([ask(signal, '', tagsReply, (ollama) => ollama.list()), loadedNames(signal)]);
    return Promise.all(tags.models.map(async ({ name, digest, size, details }) => ({
      name, digest, bytes: size, parameters: details?.parameter_size ?? '', quantization: details?.quantization_level ?? '',
      capabilities: await capabilities(name, digest, signal).catch(damagedModel), loaded: loaded.has(fullModelName(name)),
    })));
  }

  const pull = (model: string, signal: AbortSignal, onProgress: (progress: PullProgress) => void): Promise<void> =>
    connection.exchange({ signal, model, most: null, lines: true, onErrorLine: (said) => pullFailure(url, said, model) }, async ({ ollama }) => {
      const sum = sumLayers();
      for await (const line of await ollama.pull({ model, stream: true })) onProgress(sum(pullLine.parse(line)));
      known.delete(fullModelName(model));
    });

  return {
    url,
    get occupied() {
      return loading > 0 ? 'loading' : performance.now() - busyAt < busyTime ? 'busy' : null;
    },
    version: async (signal) => (await ask(signal, '', versionReply, (ollama) => ollama.version())).version,
    models, load, chat, pull,
    close: () => connection.close(),
  };
}
