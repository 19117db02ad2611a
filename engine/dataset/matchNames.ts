/** Without what editors and file systems change unseen: spaces around a name, and the form of its accents. */
const plain = (id: string) => id.split('/').map((part) => part.trim()).join('/').normalize('NFC');

/**
 * Finds the real name of what an annotation file names: the same one, else the only one that differs in nothing but
 * spaces around its parts and Unicode form. A name that is not there comes back without the spaces.
 */
export function matchNames(names: ReadonlySet<string>): (written: string) => string {
  let byPlain: Map<string, string | null> | null = null;
  return (written) => {
    if (names.has(written)) return written;
    if (!byPlain) {
      byPlain = new Map();
      for (const name of names) byPlain.set(plain(name), byPlain.has(plain(name)) ? null : name);
    }
    return byPlain.get(plain(written)) ?? written.split('/').map((part) => part.trim()).join('/');
  };
}
