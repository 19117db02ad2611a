import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, installExtension, startCodeServer, writeSettings } from '../../.ci/codeServer.mjs';

export interface Host {
  readonly address: string;
  /** Where the extension looks for pretrained weights on the network: a port of this machine on which nothing listens, but for what a spec starts. */
  readonly hubPort: number;
  /** The folder of pretrained weights, empty at first. */
  readonly weights: string;
  /** The server's output so far, the extension host's included. */
  log(): string;
  /** Changes user settings; an open window follows at once. */
  configure(settings: Readonly<Record<string, unknown>>): void;
  stop(): Promise<void>;
}

/** VS Code's server with the packaged extension, in a home of its own: nothing is read from or left in the real one. */
export async function startHost(vsix: string): Promise<Host> {
  const home = mkdtempSync(path.join(tmpdir(), 'sl-'));
  const profile = path.join(home, 'p');
  const hubPort = await freePort();
  const weights = path.join(home, 'w');
  const env = {
    HOME: home, TMPDIR: path.join(home, 't'), XDG_CONFIG_HOME: path.join(home, 'c'), XDG_DATA_HOME: path.join(home, 'd'),
    HF_ENDPOINT: `http://127.0.0.1:${hubPort}`, STICKER_LAB_WEIGHTS: weights, NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1',
  };
  mkdirSync(env.TMPDIR);
  const remove = (): void => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  try {
    writeSettings(profile);
    await installExtension(profile, vsix, env);
    const server = await startCodeServer({ profile, scratch: home, env });
    return {
      address: server.address,
      hubPort,
      weights,
      log: () => server.log(),
      configure: (settings) => writeSettings(profile, settings),
      async stop() {
        await server.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
