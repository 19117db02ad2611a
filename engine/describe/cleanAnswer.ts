/** Terminal colours; then controls but tab and line break, zero-width spaces, marks that turn the direction of writing, byte order marks. */
const unseen = /(?![\t\n])\p{Cc}(?:\[[\d;]*[A-Za-z])?|[\u200B\u2060\u202A-\u202E\u2066-\u2069\uFEFF]/gu;
const thinking = /^<think>[\s\S]*?<\/think>\s*/u;
/** Tokens by which models mark turns, left over at an end of the answer. */
const turn = String.raw`(?:<\/?s>|<\|[\w ]{2,30}\|>|\[\/?INST\]|<(?:end|start)_of_turn>|<image>)`;
const turnsAtStart = new RegExp(String.raw`^(?:\s*${turn})+\s*`, 'u');
const turnAtEnd = new RegExp(String.raw`${turn}$`, 'u');
/** Characters of the longest of them. */
const longestTurn = 34;
const fence = /^(```|~~~)[\w-]*[ \t]*\n([\s\S]*?)\n?\1$/u;
const prefix = /^(\*\*|__)?(?:(?:final )?answer|response|assistant|output|description|回答|答案|描述)(?:[:：]\1|\1[:：])\s*/iu;
const preamble = /^(?:sure|certainly|of course|okay|absolutely)[,!.]?\s+here(?:'|’)?(?: i)?s\b[^\n:]{0,120}:[ \t]*\n+/iu;
const wrappings: readonly (readonly [open: string, close: string])[] = [['"', '"'], ['“', '”'], ['「', '」'], ['«', '»'], ['`', '`'], ['**', '**']];

/** One by one: an expression for all of them together looks on from each white space to its end. */
function withoutTurnsAtEnd(text: string): string {
  for (;;) {
    const rest = text.trimEnd();
    const found = turnAtEnd.exec(rest.slice(-longestTurn));
    if (!found) return rest;
    text = rest.slice(0, -found[0].length);
  }
}

const withoutTrailingSpaces = (text: string) => text.split('\n').map((line) => line.trimEnd()).join('\n');

/** Without the marks around it, where they surround all of it: one that occurs within as well is the text's own. */
function unwrapped(text: string): string {
  for (const [open, close] of wrappings) {
    if (text.length <= open.length + close.length || !text.startsWith(open) || !text.endsWith(close)) continue;
    const inner = text.slice(open.length, -close.length);
    if (!inner.includes(open) && !inner.includes(close)) return inner.trim();
  }
  return text;
}

const withoutWrapping = (text: string) => unwrapped(withoutTurnsAtEnd(text.replace(thinking, '').replace(turnsAtStart, ''))
  .replace(fence, '$2').replace(preamble, '').replace(prefix, '').trim());

/** A model's answer without what stands around it: white space, control characters, fences, quotes about all of it, `Answer:`. */
export function cleanAnswer(written: string): string {
  let text = withoutTrailingSpaces(written.toWellFormed().replace(/\r\n?|\u2028|\u2029/gu, '\n').replace(unseen, '')).replace(/\n{3,}/gu, '\n\n').trim();
  // Each pass takes something away, so this ends.
  for (let next = withoutWrapping(text); next !== text; next = withoutWrapping(text)) text = next;
  return text;
}
