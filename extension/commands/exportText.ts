import path from 'node:path';

const shownFiles = 3;

/** What an export has written, and what its format could not hold. */
export function exportSummary({ written, files, notes }: { readonly written: number; readonly files: readonly string[]; readonly notes: readonly string[] }): string {
  const names = files.slice(0, shownFiles).map((file) => path.basename(file)).join(', ');
  const more = files.length > shownFiles ? ` and ${files.length - shownFiles} more` : '';
  return [`${written.toLocaleString('en')} sticker${written === 1 ? ' is' : 's are'} written to ${names}${more}.`, ...notes].join(' ');
}
