import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findOllama } from '../../../engine/describe/findOllama.ts';
import type { HostClient } from '../../../engine/describe/hostClient.ts';
import { startOllama } from '../../../engine/describe/startOllama.ts';
import { failureOf, never, openedHosts } from './openHost.ts';

const hosts = openedHosts();
const main = path.join(import.meta.dirname, '../../support/ollamaServerMain.ts');
let folder: string;
let client: HostClient;

const freePort = async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

/** A program called ollama that does this; its process id is kept. */
async function install(does: string): Promise<string> {
  const program = path.join(folder, 'ollama');
  await writeFile(program, `#!/bin/sh\necho $$ > "${folder}/pid"\n${does}\n`);
  await chmod(program, 0o755);
  return program;
}
const startedProcess = async () => Number(await readFile(path.join(folder, 'pid'), 'utf8'));
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'ollama-'));
  client = hosts.client({ url: `http://127.0.0.1:${await freePort()}`, headers: {} });
});
afterEach(async () => {
  await hosts.close();
  await rm(folder, { recursive: true, force: true });
});

test.skipIf(process.platform === 'win32')('what is installed is started at the host\'s address, and stays', async () => {
  const program = await install(`exec "${process.execPath}" "${main}" "$@"`);
  await startOllama(program, client, never);
  const pid = await startedProcess();
  try {
    expect(await client.version(never)).toBe('0.33.0');
    expect(isAlive(pid)).toBe(true);
  } finally {
    process.kill(pid);
  }
});

test.skipIf(process.platform === 'win32')('one that ends at once, and one that cannot run', async () => {
  expect(await failureOf(startOllama(await install('exit 3'), client, never))).toMatchObject({ fault: 'host', message: expect.stringContaining('ended at once (3)'), remedy: expect.stringContaining('ollama serve') });
  expect(await failureOf(startOllama(path.join(folder, 'none'), client, never))).toMatchObject({ message: expect.stringContaining('cannot be started') });
});

test.skipIf(process.platform === 'win32')('cancelled, it is ended again', async () => {
  const controller = new AbortController();
  const starting = startOllama(await install('exec sleep 300'), client, controller.signal);
  const pid = await vi.waitFor(startedProcess, 5000);
  controller.abort(new Error('enough'));
  await expect(starting).rejects.toThrow('enough');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
});

test.skipIf(process.platform === 'win32')('it is found on PATH and where installers put it', async () => {
  const program = await install('exit 0');
  expect(await findOllama({ PATH: ['/nowhere', folder].join(path.delimiter) })).toBe(program);
  await chmod(program, 0o644);
  expect(await findOllama({ PATH: folder }, folder)).not.toBe(program);
});
