/** A match as `String.replace` hands it to a function: the whole, the groups, then where, in what, and the groups by name where there are any. */
type MatchParts = readonly [whole: string, ...rest: unknown[]];

/**
 * What a match of `expression` becomes: `$1` to `$99`, `$<name>`, `$&` (the whole match) and `$$` mean what they do to JavaScript's
 * `replace`, anything else stands for itself.
 */
export function compileReplacement(written: string, expression: RegExp): (match: MatchParts) => string {
  if (!written.includes('$')) return () => written;
  // An alternative that is empty matches, and tells which groups there are.
  const all = RegExp(`${expression.source}|`, expression.flags).exec('')!;
  const isGroup = (number: number) => number >= 1 && number < all.length;
  const reference = all.groups ? /\$(?:[$&]|(\d\d?)|<([^>]*)>)/gu : /\$(?:[$&]|(\d\d?))/gu;
  const parts: ((match: MatchParts) => string)[] = [];
  let from = 0;
  for (const { 0: found, 1: digits, 2: name, index } of written.matchAll(reference)) {
    // `$10` where there are only nine groups is `$1` and a nought.
    const length = digits !== undefined && !isGroup(Number(digits)) ? 2 : found.length;
    const number = Number(found.slice(1, length));
    if (digits !== undefined && !isGroup(number)) continue;
    const before = written.slice(from, index);
    from = index + length;
    parts.push((match) => {
      if (name !== undefined) return before + ((match.at(-1) as Record<string, string | undefined>)[name] ?? '');
      if (digits !== undefined) return before + ((match[number] as string | undefined) ?? '');
      return before + (found === '$$' ? '$' : match[0]);
    });
  }
  const after = written.slice(from);
  return (match) => parts.map((part) => part(match)).join('') + after;
}
