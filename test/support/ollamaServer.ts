import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Answerer } from './ollamaAnswers.ts';
import { answerChat } from './ollamaChat.ts';
import { misbehave, type Fault } from './ollamaFaults.ts';
import { embeddingModel, fullName, showOf, tagOf, textModel, visionModel, type ServedModel } from './ollamaModels.ts';
import { pullLines, type PullPace } from './ollamaPull.ts';
import { sendJson } from './ollamaReply.ts';
import { createScheduler, type SchedulerLimits } from './ollamaScheduler.ts';

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** The parsed body; pictures as they were sent, in base64. */
  readonly body: Record<string, unknown> | null;
  /** The other side closed the connection before the answer was whole. */
  aborted: boolean;
}

export interface OllamaServerOptions {
  /** Those that are there, and those that can be downloaded. */
  readonly models?: readonly ServedModel[];
  readonly registry?: readonly ServedModel[];
  readonly version?: string;
  /** Milliseconds an answer takes; from 200 on its pieces come spread over it. */
  readonly delay?: number;
  readonly loadDelay?: number;
  readonly parallel?: number;
  readonly maxQueue?: number;
  /** Below this path, as behind a proxy: `/ollama`. */
  readonly prefix?: string;
  /** The `authorization` header that is asked for, else 401. */
  readonly authorization?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Whether requests are kept, bodies and all; true by default. */
  readonly log?: boolean;
  readonly answer?: Answerer;
}

export interface OllamaServer extends SchedulerLimits {
  readonly url: string;
  readonly requests: LoggedRequest[];
  readonly models: ServedModel[];
  /** What was loaded, in order, loads that were broken off, and the most answers there were at once. */
  readonly loads: readonly { readonly model: string; readonly context: number }[];
  readonly abortedLoads: number;
  readonly mostActive: number;
  /** Whole answers. */
  readonly answers: number;
  version: string;
  delay: number;
  /** Null, or what it gives is undefined: the usual answer. */
  answer: Answerer | null;
  fault: Fault | ((request: LoggedRequest) => Fault | null) | null;
  /** Bytes of each write, so that lines and characters are cut anywhere; null: whole. */
  cutEvery: number | null;
  readonly pull: PullPace;
  /** Forgets what is loaded, as when another model took the memory. */
  evict(): void;
  stop(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  try {
    return text === '' ? null : JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Whether a server of this version tells capabilities: from 0.6.4 on. */
const tellsCapabilities = (version: string) => {
  const [major, minor, patch] = version.split(/[.-]/u).map(Number);
  return version === '0.0.0' || major > 0 || minor > 6 || (minor === 6 && patch >= 4);
};

/** A server of ours that speaks Ollama's protocol as 0.33 does (server/routes.go, server/sched.go), and misbehaves when told to. `port`: any by default. */
export async function startOllamaServer(options: OllamaServerOptions = {}, port = 0): Promise<OllamaServer> {
  const { prefix = '', log = true, registry = [], authorization } = options;
  const state = {
    requests: [] as LoggedRequest[], models: [...(options.models ?? [visionModel, textModel, embeddingModel])], answers: 0,
    version: options.version ?? '0.33.0', delay: options.delay ?? 0, loadDelay: options.loadDelay ?? 0, parallel: options.parallel ?? 1, maxQueue: options.maxQueue ?? 512,
    answer: options.answer ?? null as Answerer | null, fault: null as OllamaServer['fault'], cutEvery: null as number | null,
    pull: { steps: 4, stepDelay: 0, error: null } as PullPace,
  };
  const scheduler = createScheduler(state);
  const pulled = new Map<string, number>();
  let faults = { of: null as Fault | null, left: 0 };

  const faultFor = (request: LoggedRequest): Fault | null => {
    const fault = typeof state.fault === 'function' ? state.fault(request) : state.fault;
    if (!fault) return null;
    const at = fault.at ?? '/api/chat';
    if (at !== '*' && at !== request.path) return null;
    if (typeof state.fault === 'function') return fault;
    if (faults.of !== fault) faults = { of: fault, left: fault.times ?? Infinity };
    return faults.left-- > 0 ? fault : null;
  };
  const find = (name: unknown) => state.models.find((model) => model.name === fullName(String(name)));

  async function pull(body: Record<string, unknown>, response: ServerResponse) {
    const name = fullName(String(body.model ?? body.name));
    const known = find(name);
    const model = known ?? registry.find((one) => one.name === name);
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    for await (const line of pullLines(model, known !== undefined, pulled, state.pull)) {
      if (response.destroyed) return;
      response.write(`${JSON.stringify(line)}\n`);
    }
    if (model && !known && !state.pull.error) state.models.push(model);
    response.end();
  }

  async function answer(request: LoggedRequest, response: ServerResponse) {
    const { path, method, body } = request;
    const fault = faultFor(request);
    const isLate = path === '/api/chat' && fault !== null && fault.kind !== 'status';
    if (fault && !isLate && await misbehave(fault, response)) return;
    if (authorization !== undefined && request.headers.authorization !== authorization) {
      sendJson(response, 401, { error: 'unauthorized' });
      return;
    }
    switch (`${method} ${path}`) {
      case 'GET /': response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end('Ollama is running'); return;
      case 'GET /api/version': sendJson(response, 200, { version: state.version }); return;
      case 'GET /api/tags': sendJson(response, 200, { models: state.models.map(tagOf) }); return;
      case 'GET /api/ps': sendJson(response, 200, {
        models: state.models.filter(({ name }) => scheduler.runners().has(name)).map((model) => {
          const { expires, context } = scheduler.runners().get(model.name)!;
          return { ...tagOf(model), modified_at: undefined, expires_at: new Date(Math.min(expires, 8.64e15)).toISOString(), size_vram: model.bytes ?? 0, context_length: context };
        }),
      }); return;
      case 'POST /api/show': {
        const model = find(body?.model ?? body?.name);
        if (model) sendJson(response, 200, showOf(model, tellsCapabilities(state.version)));
        else sendJson(response, 404, { error: `model '${String(body?.model)}' not found` });
        return;
      }
      case 'POST /api/pull': await pull(body ?? {}, response); return;
      case 'POST /api/chat': {
        if (!body) {
          sendJson(response, 400, { error: 'missing request body' });
          return;
        }
        const gone = new AbortController();
        response.once('close', () => response.writableFinished || gone.abort());
        if (await answerChat({ ...state, scheduler, find, fault }, body, response, gone.signal)) state.answers += 1;
        return;
      }
      default: response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
    }
  }

  const onRequest = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request: LoggedRequest = {
      method: incoming.method!, path: incoming.url!.startsWith(prefix) ? incoming.url!.slice(prefix.length) || '/' : `outside:${incoming.url!}`, headers: incoming.headers,
      body: await bodyOf(incoming), aborted: false,
    };
    if (log) state.requests.push(request);
    response.once('close', () => (request.aborted = !response.writableFinished));
    await answer(request, response);
  };
  const listener = (incoming: IncomingMessage, response: ServerResponse) => {
    onRequest(incoming, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else sendJson(response, 500, { error: error instanceof Error ? error.message : String(error) });
    });
  };
  const server: Server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const url = `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  return Object.defineProperties(Object.assign(state, {
    url,
    evict: () => scheduler.runners().clear(),
    stop: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  }), {
    loads: { get: () => scheduler.counts.loads }, abortedLoads: { get: () => scheduler.counts.abortedLoads }, mostActive: { get: () => scheduler.counts.mostActive },
  }) as typeof state & OllamaServer;
}
