import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { root } from './repository.mjs';

/** Runs a program with its output shown; resolves to its exit code. Ctrl-C reaches it through the terminal. */
export function execute(program, args, { cwd = root, env = process.env, quiet = false, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, shell, stdio: ['ignore', quiet ? 'ignore' : 'inherit', quiet ? 'ignore' : 'inherit'] });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

export async function mustExecute(program, args, options) {
  const code = await execute(program, args, options);
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${code}`);
}

/** True when the program starts and ends well; false when it is not there either. */
export const succeeds = (program, args, options) => execute(program, args, { quiet: true, ...options }).then((code) => code === 0, () => false);

/** npm itself, as the running npm where there is one: on Windows `npm` is a script that only a shell starts. */
function npmCommand(node) {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return { program: node, before: [script], shell: false };
  return { program: 'npm', before: [], shell: process.platform === 'win32' };
}

export function npm(args, { node = process.execPath, ...options } = {}) {
  const { program, before, shell } = npmCommand(node);
  return mustExecute(program, [...before, ...args], { shell, ...options });
}

/** What npm prints on its standard output. */
export async function npmOutput(args) {
  const { program, before, shell } = npmCommand(process.execPath);
  const { stdout } = await promisify(execFile)(program, [...before, ...args], { shell, cwd: root, maxBuffer: 1 << 24 });
  return stdout;
}

/** Ends the process with the message of what went wrong, without a stack. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
