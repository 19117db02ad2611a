import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HostFailure } from '../../../engine/describe/hostClient.ts';
import type { Fault } from '../../support/ollamaFaults.ts';
import { failureOf, never, openedHosts, question } from './openHost.ts';

const hosts = openedHosts();
const consoleCalls: unknown[][] = [];
beforeEach(() => {
  consoleCalls.length = 0;
  for (const name of ['log', 'warn', 'error', 'info'] as const) vi.spyOn(console, name).mockImplementation((...said) => consoleCalls.push(said));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await hosts.close();
  // The package writes what it cannot read to the console.
  expect(consoleCalls).toEqual([]);
});

const busy = '{"error":"server busy, please try again.  maximum pending requests exceeded"}';
const html = { type: 'text/html', body: '<html>Bad gateway</html>' };

test.each<[string, Fault, HostFailure['fault'], RegExp]>([
  ['a full queue', { kind: 'status', status: 503, body: busy }, 'busy', /server busy, please try again/u],
  ['a proxy\'s 503', { kind: 'status', status: 503, ...html }, 'busy', /answers 503/u],
  ['a proxy\'s 502', { kind: 'status', status: 502, ...html }, 'host', /answers 502: that is no Ollama/u],
  ['a crash of the runner', { kind: 'status', status: 500, body: '{"error":"model runner has unexpectedly stopped, this may be due to resource limitations"}' }, 'host', /unexpectedly stopped/u],
  ['too little memory', { kind: 'status', status: 500, body: '{"error":"model requires more system memory (7.1 GiB) than is available (3.2 GiB)"}' }, 'host', /more system memory/u],
  ['a picture it cannot read', { kind: 'status', status: 500, body: '{"error":"failed to process inputs: image: unknown format"}' }, 'request', /unknown format/u],
  ['what a model cannot do', { kind: 'status', status: 400, body: '{"error":"\\"m\\" does not support chat"}' }, 'model', /does not support chat/u],
  ['a bad request', { kind: 'status', status: 400, body: '{"error":"invalid options"}' }, 'request', /invalid options/u],
  ['a model that is gone', { kind: 'status', status: 404, body: '{"error":"model \'llava\' not found"}' }, 'model', /has no model llava:7b-v1.6-mistral/u],
  ['no such path', { kind: 'status', status: 404, type: 'text/plain', body: '404 page not found' }, 'host', /answers 404: that is no Ollama/u],
  ['a login', { kind: 'status', status: 403, ...html }, 'host', /asks who you are \(403\)/u],
  ['an error page of 50 MB', { kind: 'status', status: 500, type: 'text/html', body: 'x'.repeat(50 << 20) }, 'host', /answers 500/u],
  ['a web page with 200', { kind: 'html' }, 'host', /answers with a web page: that is no Ollama/u],
  ['nonsense with 200', { kind: 'nonsense' }, 'host', /answers something else than JSON/u],
  ['a redirect', { kind: 'redirect', to: 'http://elsewhere.example/api/chat' }, 'host', /sends elsewhere, to http:\/\/elsewhere\.example\/api\/chat/u],
  ['an endless answer', { kind: 'endless' }, 'request', /does not come to an end/u],
  ['a reply of 50 MB', { kind: 'huge', bytes: 50 << 20 }, 'request', /more than 8 MB/u],
  ['invalid UTF-8', { kind: 'invalidUtf8' }, 'request', /not valid UTF-8/u],
  ['an end without done', { kind: 'noDone' }, 'host', /ended its answer before it was whole/u],
  ['an error line at once', { kind: 'errorLine', after: 0, message: 'an error was encountered while running the model' }, 'request', /encountered while running/u],
  ['an error line in the midst', { kind: 'errorLine', after: 3, message: 'CUDA error: out of memory' }, 'host', /CUDA error/u],
  ['a connection dropped before the answer', { kind: 'drop', after: 0 }, 'host', /broke off the connection/u],
  ['a connection dropped within a line', { kind: 'drop', after: 250 }, 'host', /broke off the connection/u],
])('%s is told as what it is, and the host goes on', async (_name, fault, expected, message) => {
  const { server, client } = await hosts.host();
  server.fault = (request) => (request.path === '/api/chat' && (request.body!.messages as unknown[]).length > 0 ? fault : null);
  const failure = await failureOf(client.chat(question(), never));
  expect(failure).toBeInstanceOf(HostFailure);
  expect(failure).toMatchObject({ fault: expected, message: expect.stringMatching(message), file: server.url, remedy: expect.stringMatching(/\.$/u) });
  server.fault = null;
  expect((await client.chat(question(), never)).text).toContain('style');
});

test('an answer that takes longer than its limit is ended: the host\'s fault where nothing came, else its own', async () => {
  const { server, client } = await hosts.host({}, { answerLimit: 0.3 });
  await client.chat(question(), never);
  server.fault = { kind: 'silent' };
  expect(await failureOf(client.chat(question(), never))).toMatchObject({ fault: 'host', message: expect.stringContaining('has said nothing for 0.3 s, though the model is loaded') });
  server.fault = null;
  server.delay = 3000;
  expect(await failureOf(client.chat(question(), never))).toMatchObject({ fault: 'request', message: expect.stringContaining('has not finished its answer after 0.3 s') });
  await vi.waitFor(() => expect(server.requests.filter(({ aborted }) => aborted)).toHaveLength(2));
});

test.each<[string, Fault, RegExp]>([
  ['a web page', { at: '*', kind: 'html' }, /web page: that is no Ollama/u],
  ['nonsense', { at: '*', kind: 'nonsense' }, /that is no Ollama/u],
  ['other JSON', { at: '*', kind: 'status', status: 200, body: '{"hello":"world"}' }, /something else than what it was asked for/u],
  ['50 MB', { at: '*', kind: 'huge', bytes: 50 << 20 }, /more than 8 MB/u],
  ['invalid UTF-8', { at: '*', kind: 'invalidUtf8' }, /UTF-8|something else/u],
  ['a redirect', { at: '*', kind: 'redirect', to: '/login' }, /sends elsewhere, to \/login/u],
])('%s in place of models and version', async (_name, fault, message) => {
  const { server, client } = await hosts.host();
  server.fault = fault;
  expect(await failureOf(client.models(never))).toMatchObject({ message: expect.stringMatching(message) });
  expect(await failureOf(client.version(never))).toMatchObject({ message: expect.stringMatching(message) });
});

test('a host that says nothing to a short question is given up', async () => {
  const { server, client } = await hosts.host();
  server.fault = { at: '*', kind: 'silent' };
  expect(await failureOf(client.version(never))).toMatchObject({ name: 'Unreachable', message: expect.stringContaining('does not answer within 10 s') });
});

test('addresses where no Ollama is', async () => {
  const { server } = await hosts.host();
  const { port } = new URL(server.url);
  await server.stop();
  const failure = (url: string) => failureOf(hosts.client({ url, headers: {} }).version(never));
  expect(await failure(`http://127.0.0.1:${port}`)).toMatchObject({ refused: true, message: `Nothing listens at 127.0.0.1:${port}.` });
  expect(await failure(`http://localhost:${port}`)).toMatchObject({ refused: true, message: `Nothing listens at localhost:${port}.` });
  expect(await failure('http://no-such-host.invalid:11434')).toMatchObject({ refused: false, message: expect.stringMatching(/^no-such-host\.invalid:11434 cannot be found/u) });
  for (const url of ['nowhere', 'ftp://127.0.0.1', 'http://me:secret@127.0.0.1:11434']) expect(await failure(url)).toMatchObject({ fault: 'host', message: `${url} is no address of a host.` });
});

test('a certificate nobody trusts, and TLS where there is none', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'certificate-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
  const { client } = await hosts.host({ tls: { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } });
  rmSync(folder, { recursive: true });
  expect(await failureOf(client.version(never))).toMatchObject({ fault: 'host', message: expect.stringContaining('a certificate that is not trusted'), remedy: expect.stringContaining('NODE_EXTRA_CA_CERTS') });
  const { server } = await hosts.host();
  expect(await failureOf(hosts.client({ url: server.url.replace('http:', 'https:'), headers: {} }).version(never))).toMatchObject({ fault: 'host', message: expect.stringContaining('does not speak TLS') });
});

test('a server that speaks no HTTP', async () => {
  const server = createSocketServer((socket) => socket.resume().end('SSH-2.0-OpenSSH_9.6\r\n'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const failure = await failureOf(hosts.client({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, headers: {} }).version(never));
  await new Promise((resolve) => server.close(resolve));
  expect(failure).toMatchObject({ fault: 'host', message: expect.stringContaining('does not speak HTTP: that is no Ollama') });
});

test('who goes on sending after the last line loses the connection', async () => {
  let late: ServerResponse | null = null;
  const server = createServer((request, response) => {
    if (request.url === '/api/show') response.end('{"capabilities":["completion","vision"]}');
    else {
      late = response;
      response.write(`${JSON.stringify({ message: { content: 'A cat.' }, done: true, done_reason: 'stop' })}\n`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = hosts.client({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, headers: {} });
  expect((await client.chat(question(), never)).text).toBe('A cat.');
  expect(late!.destroyed).toBe(false);
  await vi.waitFor(() => expect(late!.destroyed).toBe(true), 3000);
  await new Promise((resolve) => server.close(resolve));
});
