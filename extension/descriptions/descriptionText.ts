import { views, type View } from '../../engine/dataset/sticker.ts';

/*
 * A sticker's four views as one Markdown document: `# <id>`, then `## Intention`, `## Style`, `## Roles`, `## Details`, each with its text below.
 * A line of a text that begins with # is written with a backslash before it (`\# so`), and one that begins with backslashes and # with one backslash more.
 */

export type Texts = Readonly<Record<View, string>>;

export interface TextProblem {
  /** 0-based. */
  readonly line: number;
  readonly message: string;
}

export type ParsedTexts = { readonly texts: Texts } | { readonly problems: readonly TextProblem[] };

export const headings: Readonly<Record<View, string>> = { intention: 'Intention', style: 'Style', roles: 'Roles', details: 'Details' };

const lineEnd = /\r\n|\r|\n/u;
const escaped = (line: string) => (/^\\*#/u.test(line) ? `\\${line}` : line);
const plain = (line: string) => (/^\\+#/u.test(line) ? line.slice(1) : line);
const title = (id: string) => `# ${id.replace(/[\r\n]/gu, ' ')}`;

/** What the document makes of a text: lines end with \n, and there is no white space around it. */
export const normalized = (text: string) => text.split(lineEnd).join('\n').trim();

export function formatTexts(id: string, texts: Texts): string {
  const sections = views.map((view) => {
    const text = normalized(texts[view]);
    return `## ${headings[view]}\n\n${text === '' ? '' : `${text.split('\n').map(escaped).join('\n')}\n\n`}`;
  });
  return `${title(id)}\n\n${sections.join('').trimEnd()}\n`;
}

/** Reads the document back. The views may stand in any order; each has to be there once, and the title has to be the sticker's. */
export function parseTexts(id: string, markdown: string): ParsedTexts {
  const problems: TextProblem[] = [];
  const sections = new Map<View, string[]>();
  let present: string[] | null = null;
  let titles = 0;
  const lines = markdown.split(lineEnd);
  lines.forEach((text, line) => {
    const wrong = (message: string) => void problems.push({ line, message });
    if (!text.startsWith('#')) {
      if (present) present.push(plain(text));
      else if (text.trim() !== '') wrong('This line belongs to no view: write it below one of the headings.');
      return;
    }
    if (text.trimEnd() === title(id).trimEnd()) {
      if (++titles > 1 || sections.size > 0) wrong('The title has to stand once, at the top.');
      return;
    }
    const view = viewOf(text);
    if (view === undefined) wrong(/^#\s/u.test(text) ? `This document is about ${id}: its title has to be "${title(id)}".` : `There is no view of this name: the headings are ${views.map(headingOf).join(', ')}. ${howToEscape}`);
    else if (sections.has(view)) wrong(`The heading "${headingOf(view)}" is there twice. ${howToEscape}`);
    present = [];
    if (view !== undefined && !sections.has(view)) sections.set(view, present);
  });
  if (titles === 0) problems.push({ line: 0, message: `The title "${title(id)}" is missing.` });
  for (const view of views) if (!sections.has(view)) problems.push({ line: lines.length - 1, message: `The heading "${headingOf(view)}" is missing: a view is emptied by removing its text alone.` });
  if (problems.length > 0) return { problems: problems.toSorted((a, b) => a.line - b.line) };
  return { texts: Object.fromEntries(views.map((view) => [view, sections.get(view)!.join('\n').trim()])) as Record<View, string> };
}

const howToEscape = 'A line of a text that begins with # is written with a backslash before it.';
const headingOf = (view: View) => `## ${headings[view]}`;
const viewOf = (line: string): View | undefined => {
  const name = /^##\s+(.*?)\s*$/u.exec(line)?.[1].toLowerCase();
  return views.find((view) => headings[view].toLowerCase() === name);
};

/** The 0-based line of a view's heading; 0 where it has none. */
export const headingLine = (markdown: string, view: View) => Math.max(0, markdown.split(lineEnd).findIndex((line) => viewOf(line) === view));

/** The view a line belongs to: that of the last heading at or above it. */
export function viewAt(markdown: string, line: number): View | undefined {
  return markdown.split(lineEnd).slice(0, line + 1).map(viewOf).findLast((view) => view !== undefined);
}
