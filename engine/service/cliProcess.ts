import { fork, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { StickerLabError } from '../errors/stickerLabError.ts';

/** Where the extension host's own executable is Electron, this makes it plain Node. */
const environment = () => ({ ...process.env, ELECTRON_RUN_AS_NODE: '1' });

/** Starts a command that outlives this process and the window. Its output is appended to `log`. */
export function startDetached(cli: string, args: readonly string[], log: string): ChildProcess {
  const output = openSync(log, 'a');
  try {
    const child = spawn(process.execPath, [cli, ...args], {
      detached: true, stdio: ['ignore', output, output], windowsHide: true, env: environment(),
    });
    child.unref();
    return child;
  } finally {
    closeSync(output);
  }
}

/** Starts a command that talks to this process, as it ends with it. */
export const forkCommand = (cli: string, args: readonly string[]): ChildProcess =>
  fork(cli, [...args], { serialization: 'advanced', silent: true, execArgv: [], env: environment() });

/** Characters kept of a command's progress: the end says what went wrong. */
export const keptProgress = 64 * 1024;

/** Runs a command to its end. `file`: what to name in an error. Aborting the signal kills the process. `onProgress`: told its last line of progress. */
export async function runToEnd(cli: string, args: readonly string[], file: string, signal: AbortSignal, onProgress?: (line: string) => void): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, env: environment() });
  const kill = () => child.kill();
  signal.addEventListener('abort', kill, { once: true });
  let output = '';
  let progress = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    progress = (progress + text).slice(-keptProgress);
    // What follows the last line break is still being said.
    const line = progress.split(/\r\n|\r|\n/u).at(-2);
    if (line) onProgress?.(line);
  });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    signal.throwIfAborted();
    if (code !== 0) throw statedFailure(output) ?? commandFailure(args[0], code, progress, file);
    return output;
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

/** What a command said last, as an error: of a program fault its message, else the last lines. */
export function commandFailure(command: string, code: number | null, log: string, file: string): StickerLabError {
  const lines = log.split(/\r\n|\r|\n/u).map((line) => line.trim()).filter(Boolean);
  const fault = lines.findLast((line) => /^(Uncaught )?\w*Error( \[\w+\])?: /u.test(line));
  const [message, named, remedy] = lines.slice(-3);
  // As the command line states what a person can act on: message, file and remedy, a line each.
  if (!fault && remedy && path.isAbsolute(named)) return new StickerLabError(message, named, remedy);
  const said = fault ?? lines.slice(-3).join(' ');
  const end = code === null ? 'was killed' : `ended with code ${code}`;
  return new StickerLabError(said ? `${command} failed: ${said}` : `${command} ${end} without a word.`, file, said ? 'Put that right, then try again.' : 'Look whether memory or disk ran out, then try again.');
}

/** With `--json` a command states what failed as `{error: {message, file, remedy}}`. */
function statedFailure(output: string): StickerLabError | null {
  try {
    const { error } = JSON.parse(output) as { error: { message: string; file: string; remedy: string } };
    return new StickerLabError(error.message, error.file, error.remedy);
  } catch {
    return null;
  }
}
