import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a server may do wrong with a file's content, or, for `status`, `html` and `garbage`, with its API. */
export type Fault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'html' | 'garbage' | 'circle' | 'noRange' | 'otherRange' | 'badRange' | 'corrupt' | 'long' | 'silent' }
  /** Lists a digest that is a path out of the folder. */
  | { readonly kind: 'outside' }
  /** Ends well, or breaks off, or goes silent after so many bytes of an answer. */
  | { readonly kind: 'short' | 'reset' | 'stall'; readonly after: number }
  /** A piece of so many bytes every 10 ms. */
  | { readonly kind: 'slow'; readonly piece: number };

export interface HubServer {
  readonly url: string;
  readonly requests: readonly { readonly method: string; readonly path: string; readonly range: string | undefined; readonly authorization: string | undefined }[];
  /** Bytes of files that were sent. */
  readonly served: number;
  fileFault: Fault | null;
  apiFault: Fault | null;
  stop(): Promise<void>;
}

export interface HubRepo {
  readonly commit: string;
  /** Content by name; what is longer than `lfsBytes` is kept as LFS does, and sent by another server. */
  readonly files: Readonly<Record<string, Buffer>>;
}

const lfsBytes = 4096;
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const gitHash = (content: Buffer) => createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

const listen = async (server: Server, port = 0) => {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const stopServer = (server: Server) => new Promise<void>((resolve) => {
  server.close(() => resolve());
  server.closeAllConnections();
});

/** A server of ours that speaks as much of the Hugging Face hub's API as Sticker Lab uses, its CDN beside it, and misbehaves when told to. `port`: the hub's, else any. */
export async function startHubServer(repos: Readonly<Record<string, HubRepo>>, port?: number): Promise<HubServer> {
  const requests: HubServer['requests'][number][] = [];
  const state = { requests, served: 0, fileFault: null as Fault | null, apiFault: null as Fault | null };
  const json = (response: ServerResponse, body: unknown) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  /** Whether the fault took the place of the answer. */
  const misbehaves = (fault: Fault | null, response: ServerResponse, path: string): boolean => {
    if (fault?.kind === 'status') response.writeHead(fault.status, { 'content-type': 'text/plain', ...fault.headers }).end('no');
    else if (fault?.kind === 'html') response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>Please log in</html>');
    else if (fault?.kind === 'garbage') response.writeHead(200, { 'content-type': 'application/json' }).end('{"sha":');
    else if (fault?.kind === 'circle') response.writeHead(302, { location: path }).end();
    else return fault?.kind === 'silent';
    return true;
  };

  const send = async (request: IncomingMessage, response: ServerResponse, content: Buffer, etag: string) => {
    const fault = state.fileFault;
    if (misbehaves(fault, response, request.url!)) return;
    const asked = fault?.kind === 'noRange' ? undefined : /^bytes=(\d+)-(\d*)$/u.exec(request.headers.range ?? '');
    const from = asked ? Number(asked[1]) + (fault?.kind === 'otherRange' ? 1 : 0) : 0;
    if (asked && (from >= content.length || fault?.kind === 'badRange')) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    const end = asked?.[2] ? Number(asked[2]) + 1 : content.length;
    let body = content.subarray(from, end);
    if (fault?.kind === 'corrupt') body = Buffer.from(body.map((byte) => byte ^ 1));
    if (fault?.kind === 'long') body = Buffer.concat([body, Buffer.from('more')]);
    const cut = fault && 'after' in fault ? body.subarray(0, fault.after) : body;
    // Without a length a short answer ends as a whole one does.
    const length = fault?.kind === 'short' || fault?.kind === 'long' ? {} : { 'content-length': String(body.length) };
    response.writeHead(asked ? 206 : 200, {
      'content-type': 'application/octet-stream', etag: `"${etag}"`, 'accept-ranges': 'bytes', ...length,
      ...(asked ? { 'content-range': `bytes ${from}-${end - 1}/${content.length}` } : {}),
    });
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const piece = fault?.kind === 'slow' ? fault.piece : 256 * 1024;
    for (let at = 0; at < cut.length && !response.destroyed; at += piece) {
      const bytes = cut.subarray(at, at + piece);
      state.served += bytes.length;
      await new Promise<void>((resolve) => {
        const gone = () => resolve();
        response.once('close', gone);
        response.write(bytes, () => {
          response.off('close', gone);
          resolve();
        });
      });
      if (fault?.kind === 'slow') await sleep(10);
    }
    if (fault?.kind === 'reset' && cut.length < body.length) {
      // What was sent arrives before the end does.
      await sleep(50);
      response.destroy();
    } else if (fault?.kind !== 'stall') response.end();
  };

  const noteRequest = ({ method, url, headers }: IncomingMessage) => requests.push({ method: method!, path: url!, range: headers.range, authorization: headers.authorization });
  const notFound = (response: ServerResponse, code: string) => response.writeHead(404, { 'x-error-code': code, 'content-type': 'application/json' }).end('{"error":"not found"}');

  const cdn = createServer((request, response) => {
    noteRequest(request);
    const [, , hash] = request.url!.split('/');
    const content = Object.values(repos).flatMap(({ files }) => Object.values(files)).find((one) => sha256(one) === hash);
    if (content) void send(request, response, content, hash);
    else notFound(response, 'EntryNotFound');
  });
  const cdnUrl = await listen(cdn);

  const hub = createServer((request, response) => {
    noteRequest(request);
    const path = request.url!.split('?')[0];
    const [, name, what, revision, file] = /^\/(?:api\/models\/)?([^/]+\/[^/]+)\/(revision|tree|resolve)\/([^/]+)(?:\/(.+))?$/u.exec(path) ?? [];
    const repo = name === undefined ? undefined : repos[name];
    if (!repo) return notFound(response, 'RepoNotFound');
    if (revision !== repo.commit && revision !== 'main') return notFound(response, 'RevisionNotFound');
    if (what !== 'resolve' && misbehaves(state.apiFault, response, path)) return undefined;
    if (what === 'revision') return json(response, { id: name, sha: repo.commit, siblings: Object.keys(repo.files).map((rfilename) => ({ rfilename })) });
    if (what === 'tree') {
      return json(response, [{ type: 'directory', oid: '0'.repeat(40), size: 0, path: 'onnx' }, ...Object.entries(repo.files).map(([one, content]) => ({
        type: 'file', path: one, size: content.length, oid: gitHash(content), ...(content.length > lfsBytes ? { lfs: { oid: state.apiFault?.kind === 'outside' ? '/../../../outside' : sha256(content), size: content.length, pointerSize: 134 } } : {}),
      }))]);
    }
    const content = repo.files[file];
    if (!content) return notFound(response, 'EntryNotFound');
    response.setHeader('x-repo-commit', repo.commit);
    if (content.length <= lfsBytes) return void send(request, response, content, gitHash(content));
    return response.writeHead(302, { location: `${cdnUrl}/cdn/${sha256(content)}`, 'x-linked-etag': `"${sha256(content)}"`, 'x-linked-size': String(content.length) }).end();
  });

  return Object.assign(state, {
    url: await listen(hub, port),
    stop: async () => {
      await Promise.all([stopServer(hub), stopServer(cdn)]);
    },
  });
}
