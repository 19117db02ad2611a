import diff from 'fast-diff';
import { html, type TemplateResult } from 'lit';

export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Each distinct word stands for one character, so at most as many as there are code units outside the surrogates. */
const mostWords = 0xd800 - 1;

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** What turns `before` into `after`, whole words of any script, spaces and signs at a time. */
export function wordDifference(before: string, after: string): Piece[] {
  const words: string[] = [];
  const known = new Map<string, number>();
  const codeOf = (word: string): number => {
    const code = known.get(word) ?? words.push(word);
    known.set(word, code);
    return code;
  };
  const encode = (text: string): string => Array.from(segmenter.segment(text), ({ segment }) => String.fromCharCode(codeOf(segment))).join('');
  const [from, to] = [encode(before), encode(after)];
  if (words.length > mostWords) return changed(before, after);
  return joined(diff(from, to).map(([what, codes]) => [what, Array.from(codes, (code) => words[code.charCodeAt(0) - 1]).join('')]));
}

/** Changes that only white space parts are one change, its removed words before its added ones. */
function joined(parts: readonly (readonly [number, string])[]): Piece[] {
  const result: Piece[] = [];
  let [removed, added] = ['', ''];
  for (const [index, [what, text]] of parts.entries()) {
    const isGap = what === diff.EQUAL && text.trim() === '' && removed !== '' && added !== '' && index < parts.length - 1;
    if (isGap || what === diff.DELETE) removed += text;
    if (isGap || what === diff.INSERT) added += text;
    if (isGap || what !== diff.EQUAL) continue;
    result.push(...changed(removed, added), { kind: 'same', text });
    [removed, added] = ['', ''];
  }
  return [...result, ...changed(removed, added)];
}

const changed = (removed: string, added: string): Piece[] => [
  ...(removed === '' ? [] : [{ kind: 'removed', text: removed } as const]),
  ...(added === '' ? [] : [{ kind: 'added', text: added } as const]),
];

/** The pieces with long stretches that stay the same cut to what lies around a change. */
export function aroundChanges(pieces: readonly Piece[], around = 40): Piece[] {
  return pieces.map((piece, index) => {
    if (piece.kind !== 'same') return piece;
    const start = index === 0 ? '' : piece.text.slice(0, around);
    const end = index === pieces.length - 1 ? '' : piece.text.slice(-around);
    return start.length + end.length + 1 >= piece.text.length ? piece : { kind: 'same', text: `${start}…${end}` };
  });
}

/** Pieces as text, with what went away struck out and what came underlined; screen readers hear which is which. */
export function difference(pieces: readonly Piece[]): TemplateResult {
  const said = (word: string): TemplateResult => html`<span class="visually-hidden">${word}</span>`;
  return html`${pieces.map(({ kind, text }) => (kind === 'same'
    ? text
    : kind === 'removed' ? html`<del>${said('(removed: ')}${text}${said(')')}</del>` : html`<ins>${said('(added: ')}${text}${said(')')}</ins>`))}`;
}
