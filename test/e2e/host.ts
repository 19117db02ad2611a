import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installExtension, startCodeServer, writeSettings } from '../../.ci/codeServer.mjs';

export interface Host {
  readonly address: string;
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
  const env = { HOME: home, TMPDIR: path.join(home, 't'), XDG_CONFIG_HOME: path.join(home, 'c'), XDG_DATA_HOME: path.join(home, 'd') };
  mkdirSync(env.TMPDIR);
  const remove = (): void => rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  try {
    writeSettings(profile);
    await installExtension(profile, vsix, env);
    const server = await startCodeServer({ profile, scratch: home, env });
    return {
      address: server.address,
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
