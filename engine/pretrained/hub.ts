import { EnvHttpProxyAgent, fetch, type Response } from 'undici';
import { z } from 'zod';
import { StickerLabError } from '../errors/stickerLabError.ts';
import type { Digest } from './digest.ts';
import { createHubFailures, type HubFailures } from './hubFailure.ts';

export interface HubOptions {
  /** The server; without it HF_ENDPOINT, else the Hugging Face hub. A mirror speaks the same. */
  readonly endpoint?: string;
  /** An access token; without it HF_TOKEN, else none. Sent to the endpoint alone, never to where it redirects. */
  readonly token?: string;
  /** A server that sends nothing for so long has failed: 30,000. */
  readonly stallMilliseconds?: number;
}

export interface HubFile {
  readonly file: string;
  readonly bytes: number;
  readonly digest: Digest;
}

/** The part of a file that a server sends. */
export interface FilePart {
  readonly url: string;
  /** The byte it begins at: 0 where the server does not send parts. */
  readonly from: number;
  /** Throws StickerLabError where the connection breaks off. */
  readonly pieces: AsyncIterable<Uint8Array>;
}

/** The Hugging Face hub as far as it is used here: https://huggingface.co/docs/hub/api. Every failure is a StickerLabError. */
export interface Hub {
  readonly endpoint: string;
  readonly failures: HubFailures;
  /** -> the commit a revision stands for, 40 hex digits. */
  resolveCommit(repo: string, revision: string, signal?: AbortSignal): Promise<string>;
  /** Files in the repository's top folder. */
  listFiles(repo: string, commit: string, signal?: AbortSignal): Promise<readonly HubFile[]>;
  /** A file's content from the byte `from`; null where the server has no such part. */
  openFile(repo: string, commit: string, file: string, from: number, signal?: AbortSignal): Promise<FilePart | null>;
  close(): Promise<void>;
}

const commitSchema = z.object({ sha: z.string().regex(/^[0-9a-f]{40}$/u) });
const size = z.number().int().nonnegative();
// Digests become parts of file names: nothing but hex may pass.
const treeSchema = z.array(z.object({ type: z.string(), path: z.string(), size: size.optional(), oid: z.string().regex(/^[0-9a-f]{40}$/u), lfs: z.object({ oid: z.string().regex(/^(?:sha256:)?[0-9a-f]{64}$/u), size }).optional() }));

const hubEndpoint = 'https://huggingface.co';

function checkedEndpoint(text: string): string {
  if (/^https?:$/u.test(URL.parse(text)?.protocol ?? '')) return text.replace(/\/+$/u, '');
  throw new StickerLabError(`"${text}" is no address of a server`, text, 'Set HF_ENDPOINT to an address such as https://huggingface.co, or unset it.');
}

/** `byHand`: how to do without a network, said with every fault. Proxies are those of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
export function openHub(options: HubOptions, byHand: string): Hub {
  const endpoint = checkedEndpoint(options.endpoint || process.env['HF_ENDPOINT'] || hubEndpoint);
  const token = options.token || process.env['HF_TOKEN'];
  const stall = options.stallMilliseconds ?? 30_000;
  // A connection a request: an idle one may be closed by the server just when the next request goes out.
  const dispatcher = new EnvHttpProxyAgent({ pipelining: 0, proxyTunnel: true, headersTimeout: stall, bodyTimeout: stall, connectTimeout: stall });
  const failures = createHubFailures(stall, Boolean(token), byHand);

  const ask = async (url: string, signal: AbortSignal | undefined, headers: Record<string, string>, accepted: readonly number[] = []): Promise<Response> => {
    let response: Response;
    try {
      // A compressed answer would have other lengths than the file.
      response = await fetch(url, { dispatcher, signal: signal ?? null, headers: { 'user-agent': 'sticker-lab', 'accept-encoding': 'identity', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers } });
    } catch (error) {
      signal?.throwIfAborted();
      throw failures.network(error, url);
    }
    if (response.ok || accepted.includes(response.status)) {
      if (!response.headers.get('content-type')?.startsWith('text/html')) return response;
      await response.body?.cancel();
      throw failures.answer(url, 'sends a web page in place of the file: a login page or a firewall is in the way');
    }
    await response.body?.cancel();
    throw failures.status(url, response.status, response.headers.get('retry-after'));
  };

  const askJson = async <T>(url: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> => {
    const response = await ask(url, signal, { accept: 'application/json' });
    const text = await response.text().catch((error: unknown) => {
      signal?.throwIfAborted();
      throw failures.network(error, url);
    });
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      throw failures.answer(url, 'answers in a way that is not the hub\'s');
    }
  };

  async function* piecesOf(response: Response, url: string, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of response.body ?? []) yield piece as Uint8Array;
    } catch (error) {
      signal?.throwIfAborted();
      throw failures.network(error, url);
    }
  }

  return {
    endpoint,
    failures,
    resolveCommit: async (repo, revision, signal) => (await askJson(`${endpoint}/api/models/${repo}/revision/${encodeURIComponent(revision)}`, commitSchema, signal)).sha,
    async listFiles(repo, commit, signal) {
      const tree = await askJson(`${endpoint}/api/models/${repo}/tree/${commit}`, treeSchema, signal);
      return tree.filter(({ type }) => type === 'file').map(({ path, size: bytes = 0, oid, lfs }) => (lfs
        ? { file: path, bytes: lfs.size, digest: { algorithm: 'sha256', hex: lfs.oid.replace(/^sha256:/u, '') } }
        : { file: path, bytes, digest: { algorithm: 'git', hex: oid } }));
    },
    async openFile(repo, commit, file, from, signal) {
      const url = `${endpoint}/${repo}/resolve/${commit}/${encodeURIComponent(file)}`;
      const response = await ask(url, signal, from > 0 ? { range: `bytes=${from}-` } : {}, from > 0 ? [416] : []);
      if (response.status === 416) {
        await response.body?.cancel();
        return null;
      }
      const start = response.status === 206 ? Number(/^bytes (\d+)-/u.exec(response.headers.get('content-range') ?? '')?.[1]) : 0;
      if (start === from || start === 0) return { url, from: start, pieces: piecesOf(response, url, signal) };
      await response.body?.cancel();
      throw failures.answer(url, 'sends another part of the file than the one asked for');
    },
    close: () => dispatcher.destroy(),
  };
}
