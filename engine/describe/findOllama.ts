import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const usualPlaces: Partial<Record<NodeJS.Platform, (home: string, env: NodeJS.ProcessEnv) => readonly string[]>> = {
  linux: (home) => ['/usr/local/bin', '/usr/bin', '/snap/bin', path.join(home, '.local/bin')],
  darwin: (home) => ['/usr/local/bin', '/opt/homebrew/bin', '/Applications/Ollama.app/Contents/Resources', path.join(home, 'Applications/Ollama.app/Contents/Resources')],
  win32: (home, env) => [path.join(env.LOCALAPPDATA ?? path.join(home, 'AppData/Local'), 'Programs/Ollama')],
};

/** Where Ollama's program is on this machine: on PATH, or where its installers put it. Null where it is not installed. */
export async function findOllama(env: NodeJS.ProcessEnv = process.env, home = os.homedir()): Promise<string | null> {
  const onPath = (env.PATH ?? env.Path ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const name = process.platform === 'win32' ? 'ollama.exe' : 'ollama';
  for (const folder of [...onPath, ...(usualPlaces[process.platform]?.(home, env) ?? [])]) {
    const file = path.join(folder, name);
    if (await access(file, constants.X_OK).then(() => true, () => false)) return file;
  }
  return null;
}
