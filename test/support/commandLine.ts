import { spawn } from 'node:child_process';
import path from 'node:path';

const main = path.join(import.meta.dirname, '../../engine/cli/main.ts');

export interface CommandOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the real command line from source, in a process of its own. `through`: a program that starts it, with its arguments. */
export function startCommand(args: readonly string[], env: NodeJS.ProcessEnv = {}, through: readonly string[] = []) {
  const [program, ...before] = [...through, process.execPath, main];
  const child = spawn(program, [...before, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<CommandOutcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { ended, kill: (signal: NodeJS.Signals) => child.kill(signal), hasSaid: (text: string) => stderr.includes(text) };
}

export const runCommand = (args: readonly string[], env?: NodeJS.ProcessEnv, through?: readonly string[]): Promise<CommandOutcome> => startCommand(args, env, through).ended;
