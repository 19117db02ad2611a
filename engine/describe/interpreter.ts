import { createHash } from 'node:crypto';
import { views, type Descriptions, type View } from '../dataset/sticker.ts';
import type { Generation } from '../store/descriptionRecord.ts';
import type { DescriberConfig } from './describerConfig.ts';
import type { ChatAnswer, ChatMessage, HostClient } from './hostClient.ts';
import { judgeAnswer } from './judgeAnswer.ts';
import { inputOf, type FilledPrompts } from './prompts.ts';
import { answerSchema, readStructuredAnswer } from './structuredAnswer.ts';

/** What one sticker's interpretation needs. */
export interface Interpretation {
  readonly id: string;
  /** PNG. */
  readonly picture: Uint8Array;
  readonly prompts: FilledPrompts;
  /** Which texts are wanted; the others stand in the conversation where they are known. */
  readonly wanted: readonly View[];
  readonly known: Descriptions;
  readonly config: Pick<DescriberConfig, 'model' | 'mode' | 'options' | 'seed'>;
  readonly digest: string;
  readonly promptVersion: string;
  readonly batch: number | null;
  /** Added to the seed, so that a text that is wanted anew is not the same again. */
  readonly variant?: number;
}

export type Interpreted =
  | { readonly view: View; readonly text: string; readonly generation: Generation }
  | { readonly view: View; readonly fault: string; readonly tries: number };

/** An answer that is no description is asked for again so often in all, each time with another seed. */
export const mostTries = 3;

/**
 * Asks a model about one sticker (paper 3.2): a round a view, each question after the earlier ones and their answers, or one structured
 * call. Yields each text as soon as it is there, and asks on when it is taken.
 * @throws HostFailure where the host fails; the signal's reason once it is aborted
 */
export async function* interpret(host: HostClient, asked: Interpretation, signal: AbortSignal, onText?: (view: View, text: string) => void): AsyncGenerator<Interpreted> {
  if (asked.config.mode === 'structured') yield* inOneCall(host, asked, signal);
  else yield* inRounds(host, asked, signal, onText);
}

async function* inRounds(host: HostClient, asked: Interpretation, signal: AbortSignal, onText?: (view: View, text: string) => void): AsyncGenerator<Interpreted> {
  const { prompts, wanted, known, picture } = asked;
  const last = Math.max(...wanted.map((view) => views.indexOf(view)));
  const conversation: ChatMessage[] = system(prompts);
  for (const view of views.slice(0, last + 1)) {
    const isFirst = !conversation.some(({ role }) => role === 'user');
    const question: ChatMessage = { role: 'user', content: prompts.rounds[view], ...(isFirst ? { images: [picture] } : {}) };
    let text = known[view];
    if (wanted.includes(view)) {
      const found = await firstGood(host, asked, [...conversation, question], view, signal, (answer) => {
        const judged = judgeAnswer(answer.text, answer.ended);
        return 'text' in judged ? judged.text : new Fault(judged.reason);
      }, undefined, onText && ((soFar) => onText(view, soFar)));
      if (found instanceof Fault) {
        yield { view, fault: found.reason, tries: mostTries };
        continue;
      }
      text = found.value;
      yield { view, text, generation: found.generation(view) };
    }
    if (text !== undefined && text !== '') conversation.push(question, { role: 'assistant', content: text });
  }
}

async function* inOneCall(host: HostClient, asked: Interpretation, signal: AbortSignal): AsyncGenerator<Interpreted> {
  const messages: ChatMessage[] = [...system(asked.prompts), { role: 'user', content: asked.prompts.structured, images: [asked.picture] }];
  const found = await firstGood(host, asked, messages, 'structured', signal, (answer) => {
    const parsed = readStructuredAnswer(answer.text, answer.ended);
    if ('fault' in parsed) return new Fault(parsed.reason);
    const texts: Partial<Record<View, string>> = {};
    for (const view of asked.wanted) {
      const judged = judgeAnswer(parsed.texts[view], 'stop');
      if (!('text' in judged)) return new Fault(`${view}: ${judged.reason}`);
      texts[view] = judged.text;
    }
    return texts;
  }, answerSchema);
  for (const view of asked.wanted) {
    if (found instanceof Fault) yield { view, fault: found.reason, tries: mostTries };
    else yield { view, text: found.value[view]!, generation: found.generation(view) };
  }
}

class Fault {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

const system = ({ system: content }: FilledPrompts): ChatMessage[] => (content === '' ? [] : [{ role: 'system', content }]);

/** Asks until an answer is one, each time with another seed. */
async function firstGood<T>(
  host: HostClient, asked: Interpretation, messages: readonly ChatMessage[], topic: View | 'structured', signal: AbortSignal,
  judge: (answer: ChatAnswer) => T | Fault, format?: object, onText?: (text: string) => void,
): Promise<{ readonly value: T; generation(view: View): Generation } | Fault> {
  const { config, id, digest, promptVersion, batch } = asked;
  let fault = new Fault('');
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const seed = seedOf(config.seed, id, topic, (asked.variant ?? 0) * mostTries + attempt);
    const started = Date.now();
    const answer = await host.chat({ model: config.model, messages, options: { ...config.options, seed }, ...(format ? { format } : {}) }, signal, onText);
    const value = overflow(answer, config.options) ?? judge(answer);
    if (value instanceof Fault) {
      fault = value;
      continue;
    }
    const finished = Date.now();
    return {
      value,
      generation: (view) => ({
        host: host.url, model: config.model, digest, mode: config.mode, prompt: promptVersion, input: inputOf(asked.prompts, config.mode, view),
        options: config.options, seed, started, finished, promptTokens: answer.promptTokens, answerTokens: answer.answerTokens, batch,
      }),
    };
  }
  return fault;
}

/** Ollama drops the start of a conversation that outgrows the context, the picture first, and says nothing. */
function overflow({ promptTokens, answerTokens }: ChatAnswer, options: Readonly<Record<string, number>>): Fault | null {
  const room = options['num_ctx'];
  if (room === undefined || promptTokens + answerTokens < room) return null;
  return new Fault(`The conversation did not fit into ${room} tokens: raise num_ctx (setting stickerLab.describe.contextLength).`);
}

/** Of a text: follows from the batch's seed, the sticker, the view and the try. 31 bits, as Ollama takes them. */
function seedOf(seed: number, id: string, topic: string, attempt: number): number {
  return createHash('sha256').update(JSON.stringify([seed, id, topic, attempt])).digest().readUInt32LE(0) & 0x7fff_ffff;
}
