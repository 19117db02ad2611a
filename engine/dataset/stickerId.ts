/**
 * A picture's path as written in an annotation file, made an id: forward slashes, no `.` or empty parts. Spaces around names
 * are kept, as files may have them: `matchNames` finds the real name.
 * Null where it is empty, absolute, or leads out of the dataset.
 */
export function stickerId(written: string): string | null {
  const text = written.replaceAll('\\', '/');
  if (/^\s*(\/|[a-z]:|$)/i.test(text) || text.includes('\u0000')) return null;
  const parts = text.split('/').filter((part) => !['', '.'].includes(part.trim()));
  return parts.length === 0 || parts.some((part) => part.trim() === '..') ? null : parts.join('/');
}
