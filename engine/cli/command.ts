import type { ParseArgsOptionsConfig } from 'node:util';

export interface CommandContext {
  /** Aborted by Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** One line to stderr. */
  progress(text: string): void;
  /** What is being done now: a line to stderr, but at most one every two seconds. */
  activity(text: string): void;
}

export interface CommandArguments {
  readonly positionals: readonly string[];
  /** Values of the declared options; those with `multiple` are lists. */
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
}

/** One command of `sticker-lab`; its JSON is stable, scripts are written against it. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows the name, for example `<dataset> [--preset P]`. */
  readonly usage: string;
  /** Lines that explain the options. */
  readonly help: readonly string[];
  readonly options: ParseArgsOptionsConfig;
  /** Ctrl-C ends it where it stands: its work is one piece, during which nothing else is heard, and it keeps nothing of it. */
  readonly endsAtOnce?: true;
  /** Does the work; -> the JSON document. */
  run(given: CommandArguments, context: CommandContext): Promise<unknown>;
  /** The same for people. */
  print(result: never): string;
}

/** Wrong usage: exit code 2. */
export class UsageError extends Error {}

/** The only positional argument. */
export function onePositional({ positionals }: CommandArguments, name: string): string {
  if (positionals.length !== 1) throw new UsageError(positionals.length === 0 ? `<${name}> is missing` : `one <${name}> only, not ${positionals.length}`);
  return positionals[0];
}

/** The value of a string option; undefined where it was not given. */
export function stringOption({ values }: CommandArguments, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A whole number of at least `least`. */
export function integerOption(given: CommandArguments, name: string, fallback: number, least = 0): number {
  const text = stringOption(given, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) throw new UsageError(`--${name} takes a whole number of at least ${least}, not "${text}"`);
  return value;
}

/** One of a few words. */
export function choiceOption<T extends string>(given: CommandArguments, name: string, choices: readonly T[], fallback: T): T {
  const text = stringOption(given, name) ?? fallback;
  const choice = choices.find((candidate) => candidate === text);
  if (!choice) throw new UsageError(`--${name} takes ${choices.join(', ')}, not "${text}"`);
  return choice;
}
