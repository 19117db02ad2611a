/** Strings held at once: a batch has few models and hosts, but may ask each sticker something else. */
const most = 4096;

/** Gives the same string in memory for equal ones: what comes from a database or another process is a copy each time. */
export function createSharedStrings(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= most) known.clear();
    known.set(text, text);
    return text;
  };
}
