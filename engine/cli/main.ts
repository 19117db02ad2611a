import { parseArgs } from 'node:util';
import { Interrupted } from '../errors/interrupted.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { fileFailure } from '../files/fileFailure.ts';
import { UsageError, type Command, type CommandArguments, type CommandContext } from './command.ts';
import { commands } from './commands.ts';

const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

const say = (text: string) => process.stderr.write(`${text}\n`);

function overview(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`);
  return ['Usage: sticker-lab <command> [options]', '', ...lines, '', 'Every command: --help, --json (one JSON document on stdout, progress on stderr).'].join('\n');
}

const helpOf = (command: Command) => [`Usage: sticker-lab ${command.name} ${command.usage}`, '', ...command.help].join('\n');

function parse(command: Command, args: readonly string[]): CommandArguments & { readonly json: boolean; readonly help: boolean } {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean' } }, allowPositionals: true });
    const given = values as CommandArguments['values'];
    return { values: given, positionals, json: given['json'] === true, help: given['help'] === true };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Ctrl-C asks to stop; a second one ends at once. */
function interruptions(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(exitCodes.interrupted);
      controller.abort();
    });
  }
  return controller.signal;
}

/** What is being done now, without flooding the terminal. */
function sayNowAndThen(): (text: string) => void {
  let last = -Infinity;
  return (text) => {
    if (performance.now() - last < 2000) return;
    last = performance.now();
    say(text);
  };
}

function describe(error: unknown) {
  const known = fileFailure(error, error instanceof Error && 'path' in error ? String(error.path) : '');
  if (known instanceof StickerLabError) return { message: known.message, file: known.file, remedy: known.remedy };
  return { message: error instanceof Error ? error.message : String(error), file: '', remedy: 'Please report this, with what you did before.' };
}

async function runCommand(command: Command, args: readonly string[], signal: AbortSignal): Promise<number> {
  const given = parse(command, args);
  if (given.help) {
    process.stdout.write(`${helpOf(command)}\n`);
    return exitCodes.done;
  }
  const context: CommandContext = { signal, progress: say, activity: sayNowAndThen() };
  try {
    const result = await command.run(given, context);
    process.stdout.write(`${given.json ? JSON.stringify(result) : command.print(result as never)}\n`);
    return exitCodes.done;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof Interrupted || (signal.aborted && !(error instanceof StickerLabError))) {
      say(error instanceof Interrupted ? error.message : 'Interrupted.');
      return exitCodes.interrupted;
    }
    const failure = describe(error);
    say([failure.message, failure.file, failure.remedy].filter(Boolean).join('\n'));
    if (given.json) process.stdout.write(`${JSON.stringify({ error: failure })}\n`);
    return exitCodes.failed;
  }
}

function wrongUsage(message: string, help: string, helpCommand: string, args: readonly string[]): number {
  say(`${message}\n\n${help}`);
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ error: { message, file: '', remedy: `See ${helpCommand}.` } })}\n`);
  return exitCodes.usage;
}

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === 'help') {
    (name === undefined ? process.stderr : process.stdout).write(`${overview()}\n`);
    return name === undefined ? exitCodes.usage : exitCodes.done;
  }
  const known = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!known) {
    return wrongUsage(`There is no command "${name}".`, overview(), 'sticker-lab --help', args);
  }
  const command = await known.load();
  try {
    return await runCommand(command, args, command.endsAtOnce ? new AbortController().signal : interruptions());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return wrongUsage(error.message, helpOf(command), `sticker-lab ${name} --help`, args);
  }
}

const code = await main(process.argv.slice(2));
// onnxruntime's and libvips' threads would keep the process alive: leave as soon as what was written is out.
process.stdout.write('', () => process.exit(code));
