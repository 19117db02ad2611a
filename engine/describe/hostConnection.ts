import { Ollama } from 'ollama';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { checkedBody, type BodyRules } from './checkedBody.ts';
import type { HostConfig } from './describerConfig.ts';
import { HostFailure } from './hostClient.ts';
import { badAddress, brokenOff, foreignFailure, networkFailure, redirectFailure, statusFailure } from './hostFaults.ts';

/** A request under way. */
export interface Exchange {
  /** Of this request alone: what ends it ends no other. */
  readonly ollama: Ollama;
  /** Whether a first byte of the answer has come. */
  readonly started: boolean;
  /** Ends it with this failure. */
  end(failure: HostFailure): void;
}

export interface ExchangeRules extends BodyRules {
  readonly model: string;
  readonly signal: AbortSignal;
}

/** Milliseconds a host may take to close an answer after its last line; then its connection is closed. */
const closingTime = 1000;
const connectTimeout = 10_000;
/** Characters of an error's text that are read. */
const longestRefusal = 64 << 10;

const refusalReply = z.object({ error: z.string() });

async function refusalOf(response: Awaited<ReturnType<typeof fetch>>) {
  const { status, body } = response;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > longestRefusal) break;
  }
  try {
    const { error } = refusalReply.parse(JSON.parse(text));
    return { status, said: error, isOllama: true };
  } catch {
    return { status, said: '', isOllama: false };
  }
}

function translate(error: unknown, url: string): HostFailure {
  if (error instanceof HostFailure) return error;
  if (error instanceof SyntaxError || error instanceof z.ZodError) return foreignFailure(url, 'answers something else than what it was asked for', error);
  // The package's words for a stream that ends without its last line.
  if (error instanceof Error && error.message.startsWith('Did not receive done')) return brokenOff(url);
  return networkFailure(error, url);
}

/** The way to one host. Each request has a client of its own: `Ollama.abort` reaches none that still waits for its first byte. */
export function connectHost({ url, headers }: HostConfig) {
  // Ollama sends no headers until the model is loaded, which takes minutes. An exchange has limits of its own.
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: connectTimeout }, allowH2: false });
  const isAddress = URL.canParse(url) && /^https?:$/u.test(new URL(url).protocol) && new URL(url).username === '';

  /** @throws HostFailure for whatever goes wrong, or the signal's reason once it is aborted. */
  async function exchange<T>(rules: ExchangeRules, work: (exchange: Exchange) => Promise<T>): Promise<T> {
    const { signal, model } = rules;
    signal.throwIfAborted();
    if (!isAddress) throw badAddress(url);
    const controller = new AbortController();
    const onAbort = () => controller.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    let started = false;
    let closing: NodeJS.Timeout | undefined;

    const guardedFetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
      const response = await fetch(input as string, {
        method: init.method ?? 'GET', headers: init.headers as Record<string, string>, body: (init.body ?? null) as string | null,
        redirect: 'manual', dispatcher: agent, signal: controller.signal,
      });
      started = true;
      // An error status is dealt with here: the package would write about it to the console.
      if (response.status >= 300 && response.status < 400) throw redirectFailure(url, response.headers.get('location'));
      if (!response.ok) throw statusFailure(url, await refusalOf(response), model);
      if (response.headers.get('content-type')?.includes('text/html')) throw foreignFailure(url, 'answers with a web page');
      if (!response.body) throw foreignFailure(url, 'answers nothing');
      return new Response(checkedBody(response.body as ReadableStream<Uint8Array>, url, rules, () => clearTimeout(closing)));
    };

    let isWhole = false;
    try {
      const ollama = new Ollama({ host: url, headers, fetch: guardedFetch });
      const result = await work({ ollama, get started() { return started; }, end: (failure) => controller.abort(failure) });
      isWhole = true;
      return result;
    } catch (error) {
      if (controller.signal.aborted) throw controller.signal.reason;
      throw translate(error, url);
    } finally {
      signal.removeEventListener('abort', onAbort);
      if (isWhole) closing = setTimeout(() => controller.abort(), closingTime).unref();
      else controller.abort();
    }
  }

  return { exchange, close: () => agent.destroy() };
}
