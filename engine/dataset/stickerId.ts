/**
 * A picture's path as written in an annotation file, made an id: forward slashes, no `.` or empty parts.
 * Null where it is empty, absolute, or leads out of the dataset.
 */
export function stickerId(written: string): string | null {
  const text = written.trim().replaceAll('\\', '/');
  if (text === '' || text.startsWith('/') || /^[a-z]:/i.test(text) || text.includes('\u0000')) return null;
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') ? null : parts.join('/');
}
