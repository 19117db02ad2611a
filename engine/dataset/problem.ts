import type { Problem } from './dataset.ts';

export const problem = (severity: Problem['severity'], file: string, message: string, remedy: string, line?: number): Problem =>
  ({ severity, file, message, remedy, ...(line === undefined ? {} : { line }) });

/** The first few of a list, for a message. */
export const someOf = (names: readonly string[], most = 5) =>
  names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
