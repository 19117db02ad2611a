import type { ServerResponse } from 'node:http';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { usualAnswer, type Answerer, type Question } from './ollamaAnswers.ts';
import { misbehave, type Fault } from './ollamaFaults.ts';
import type { ServedModel } from './ollamaModels.ts';
import { sendJson, write } from './ollamaReply.ts';
import { keepAliveOf, QueueFull, type createScheduler } from './ollamaScheduler.ts';

export interface ChatBody {
  readonly model?: string;
  readonly messages?: readonly { readonly role: string; readonly content: string; readonly images?: readonly string[] | null }[] | null;
  readonly stream?: boolean;
  readonly format?: unknown;
  readonly options?: Readonly<Record<string, number>> | null;
  readonly keep_alive?: unknown;
  readonly think?: unknown;
}

interface ChatState {
  readonly delay: number;
  readonly cutEvery: number | null;
  readonly answer: Answerer | null;
  readonly fault: Fault | null;
  readonly scheduler: ReturnType<typeof createScheduler>;
  find(name: unknown): ServedModel | undefined;
}

const pieceWords = 4;
const spreadFrom = 200;
const pictureTokens = 576;
const usualContext = 4096;

const piecesOf = (text: string) => {
  const words = text.match(/\s*\S+/gu) ?? [text];
  return Array.from({ length: Math.ceil(words.length / pieceWords) }, (_, index) => words.slice(index * pieceWords, (index + 1) * pieceWords).join(''));
};

/** PNG or JPEG: others fail within the runner. */
const isPicture = (base64: string) => base64.startsWith('iVBORw0KGg') || base64.startsWith('/9j/');

function questionOf(body: ChatBody, model: ServedModel): Question {
  const messages = (body.messages ?? []).map(({ role, content, images }) => ({ role, content, ...(images ? { images } : {}) }));
  return {
    model: model.name, messages, pictures: messages.flatMap(({ images }) => images ?? []), text: messages.at(-1)?.content ?? '', format: body.format, options: body.options ?? {},
  };
}

const textFor = (state: ChatState, model: ServedModel, question: Question): { text: string; ended: string } => {
  const scripted = state.answer?.(question);
  if (scripted !== undefined) return typeof scripted === 'string' ? { text: scripted, ended: 'stop' } : scripted;
  if (question.pictures.length > 0 && !model.capabilities.includes('vision')) return { text: 'I\'m sorry, but I don\'t see an image. Please describe it to me.', ended: 'stop' };
  return { text: usualAnswer(question), ended: 'stop' };
};

/** Writes so that lines and characters are cut where `cutEvery` has it. */
async function send(response: ServerResponse, text: string, cutEvery: number | null): Promise<void> {
  if (cutEvery === null) {
    response.write(text);
    return;
  }
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length && !response.destroyed; at += cutEvery) {
    response.write(bytes.subarray(at, at + cutEvery));
    await turn();
  }
}

async function stream(state: ChatState, response: ServerResponse, lines: readonly string[], gone: AbortSignal): Promise<boolean> {
  const { fault, delay, cutEvery } = state;
  const head = () => response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  if (fault?.kind === 'errorLine') {
    await write(head(), lines.slice(0, fault.after).join(''));
    response.end(`${JSON.stringify({ error: fault.message })}\n`);
    return false;
  }
  if (fault?.kind === 'noDone') {
    head().end(lines.slice(0, -1).join(''));
    return false;
  }
  if (fault?.kind === 'drop') {
    await write(head(), Buffer.from(lines.join('')).subarray(0, fault.after));
    // What was sent arrives before the end does.
    await sleep(30);
    response.destroy();
    return false;
  }
  if (delay < spreadFrom) {
    if (delay > 0) await sleep(delay, undefined, { signal: gone });
    if (cutEvery === null) {
      head().end(lines.join(''));
      return true;
    }
    await send(head(), lines.join(''), cutEvery);
    response.end();
    return true;
  }
  for (const [index, line] of lines.entries()) {
    await sleep(delay / lines.length, undefined, { signal: gone });
    if (index === 0) head();
    await send(response, line, cutEvery);
  }
  response.end();
  return true;
}

/** Answers `POST /api/chat`. Resolves to whether a whole answer went out. */
export async function answerChat(state: ChatState, body: ChatBody, response: ServerResponse, gone: AbortSignal): Promise<boolean> {
  const { scheduler, fault } = state;
  const started = performance.now();
  const name = body.model ?? '';
  const refuse = (status: number, error: string) => {
    sendJson(response, status, { error });
    return false;
  };
  const model = state.find(name);
  if (!model) return refuse(404, `model '${name}' not found`);
  const created = new Date().toISOString();
  const isEmpty = (body.messages ?? []).length === 0;
  const keepAlive = keepAliveOf(body.keep_alive);
  if (isEmpty && keepAlive === 0) {
    scheduler.unload(model.name);
    sendJson(response, 200, { model: name, created_at: created, message: { role: 'assistant', content: '' }, done: true, done_reason: 'unload' });
    return false;
  }
  if (!model.capabilities.includes('completion')) return refuse(400, `"${name}" does not support chat`);
  if (body.think === true && !model.capabilities.includes('thinking')) return refuse(400, `"${name}" does not support thinking`);
  const question = questionOf(body, model);
  try {
    const context = question.options.num_ctx ?? usualContext;
    await scheduler.load(model.name, context, keepAlive, gone);
    const loaded = performance.now();
    if (isEmpty) {
      sendJson(response, 200, { model: name, created_at: created, message: { role: 'assistant', content: '' }, done: true, done_reason: 'load' });
      return false;
    }
    return await scheduler.slot(gone, async () => {
      if (fault && await misbehave(fault, response)) {
        if (fault.kind === 'silent') await new Promise((resolve) => response.once('close', resolve));
        return false;
      }
      if (model.capabilities.includes('vision') && !question.pictures.every(isPicture)) return refuse(500, 'Failed to create new sequence: failed to process inputs: image: unknown format');
      const { text, ended } = textFor(state, model, question);
      const all = piecesOf(text);
      const most = Math.max(1, Math.ceil((question.options.num_predict ?? Infinity) / pieceWords));
      const pieces = all.slice(0, most);
      const asked = Math.ceil(question.messages.reduce((sum, { content }) => sum + content.length, 0) / 4) + question.pictures.length * pictureTokens;
      const nanoseconds = (milliseconds: number) => Math.round(milliseconds * 1e6);
      const end = {
        done: true, done_reason: pieces.length < all.length ? 'length' : ended, total_duration: nanoseconds(performance.now() - started), load_duration: nanoseconds(loaded - started),
        prompt_eval_count: Math.min(asked, context), prompt_eval_duration: nanoseconds(state.delay / 4), eval_count: pieces.length * pieceWords, eval_duration: nanoseconds(state.delay * 0.75),
      };
      const shown = pieces.map((content): object => ({ role: 'assistant', content }));
      if (model.capabilities.includes('thinking') && body.think !== false) shown.unshift({ role: 'assistant', content: '', thinking: 'Let me look at the picture first.' });
      if (body.stream === false) {
        if (state.delay > 0) await sleep(state.delay, undefined, { signal: gone });
        sendJson(response, 200, { model: name, created_at: created, message: { role: 'assistant', content: pieces.join('') }, ...end });
        return true;
      }
      const lines = shown.map((message) => `${JSON.stringify({ model: name, created_at: created, message, done: false })}\n`);
      lines.push(`${JSON.stringify({ model: name, created_at: created, message: { role: 'assistant', content: '' }, ...end })}\n`);
      return stream(state, response, lines, gone);
    });
  } catch (error) {
    if (error instanceof QueueFull) return refuse(503, 'server busy, please try again.  maximum pending requests exceeded');
    if (gone.aborted) return false;
    throw error;
  }
}
