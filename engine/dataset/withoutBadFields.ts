import type { z } from 'zod';
import type { Problem } from './dataset.ts';
import { problem } from './problem.ts';

/**
 * A record checked field by field: a field that does not fit is left out, with a problem, and the rest is kept. Null,
 * with a problem, where what remains is no such record.
 * @param name says which record, in a sentence: `Record 3`, `The line`
 */
export function withoutBadFields<T extends z.ZodType>(
  schema: T, value: unknown, name: string, where: { readonly file: string; readonly line?: number }, remedy: string, problems: Problem[],
): z.infer<T> | null {
  const first = schema.safeParse(value);
  if (first.success) return first.data;
  let rest = value;
  const dropped: Problem[] = [];
  for (const { path, message } of first.error.issues) {
    rest = without(rest, path);
    dropped.push(problem('error', where.file, `${name} is read without ${path.join('.')}: ${message}.`, remedy, where.line));
  }
  const second = schema.safeParse(rest);
  if (second.success) {
    problems.push(...dropped);
    return second.data;
  }
  const [{ path, message }] = second.error.issues;
  problems.push(problem('error', where.file, `${name} is left out: ${path.join('.') || 'it'}: ${message}.`, remedy, where.line));
  return null;
}

/** Lists go as a whole: their places mean something. */
function without(value: unknown, [name, ...deeper]: readonly PropertyKey[]): unknown {
  if (name === undefined || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key !== name) return [[key, inner]];
    const isRecord = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return deeper.length > 0 && isRecord ? [[key, without(inner, deeper)]] : [];
  }));
}
