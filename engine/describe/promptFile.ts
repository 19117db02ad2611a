import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { views } from '../dataset/sticker.ts';
import { StickerLabError } from '../errors/stickerLabError.ts';
import { fileFailure } from '../files/fileFailure.ts';
import { promptVariables, usualPrompts, variablesIn, type Prompts } from './prompts.ts';

/** In a dataset's storage folder. */
export const promptFileName = 'prompts.md';

export interface PromptProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

const sections = ['System', 'Intention', 'Style', 'Roles', 'Details', 'Structured'] as const;
type Section = (typeof sections)[number];

const introduction = `# Prompts

What a model is asked about each sticker. A change makes the texts that were asked otherwise stale.
{text} stands for the words written in the sticker, {topic} for its pack, {label} for its emotion, which tells the
model the answer and therefore has to be allowed. A line whose variables are all empty is left out. Write {{ for a brace.
`;

const contentOf = (prompts: Prompts, section: Section): string => {
  if (section === 'System') return prompts.system;
  if (section === 'Structured') return prompts.structured;
  return prompts.rounds[viewOf(section)];
};
const viewOf = (section: Section) => views.find((view) => view === section.toLowerCase())!;

/** Prompts as the Markdown file that people edit. */
export const formatPrompts = (prompts: Prompts): string =>
  `${introduction}\n${sections.map((section) => `## ${section}\n\n${contentOf(prompts, section)}\n`).join('\n')}`;

/** Reads the file's text. Problems are all there are, with their lines. */
export function parsePrompts(markdown: string): { readonly prompts: Prompts } | { readonly problems: readonly PromptProblem[] } {
  const problems: PromptProblem[] = [];
  const found = new Map<Section, { line: number; text: string }>();
  let present: string[] | null = null;
  const lines = markdown.split(/\r?\n/u);
  const starts: { section: Section; line: number; content: string[] }[] = [];
  lines.forEach((text, index) => {
    const heading = /^##\s+(.*?)\s*$/u.exec(text)?.[1];
    if (heading === undefined) {
      present?.push(text);
      return;
    }
    const section = sections.find((name) => name.toLowerCase() === heading.toLowerCase());
    if (!section) {
      problems.push({ line: index + 1, message: `There is no prompt "${heading}": the headings are ${sections.join(', ')}.` });
      present = null;
      return;
    }
    present = [];
    starts.push({ section, line: index + 1, content: present });
  });
  for (const { section, line, content } of starts) {
    if (found.has(section)) problems.push({ line, message: `The prompt ${section} is there twice.` });
    content.forEach((text, offset) => {
      for (const name of variablesIn(text)) {
        if (!promptVariables.some((variable) => variable === name)) {
          problems.push({ line: line + 1 + offset, message: `There is no variable {${name}}: known are ${promptVariables.map((variable) => `{${variable}}`).join(', ')}. Write {{ for a brace.` });
        }
      }
    });
    const text = content.join('\n').trim();
    if (text === '' && section !== 'System') problems.push({ line, message: `The prompt ${section} is empty.` });
    found.set(section, { line, text });
  }
  for (const section of sections) if (!found.has(section)) problems.push({ line: lines.length, message: `The prompt ${section} is missing: write it below a line "## ${section}".` });
  if (problems.length > 0) return { problems: problems.toSorted((a, b) => a.line - b.line) };
  const text = (section: Section) => found.get(section)!.text;
  return {
    prompts: {
      system: text('System'), structured: text('Structured'),
      rounds: { intention: text('Intention'), style: text('Style'), roles: text('Roles'), details: text('Details') },
    },
  };
}

/** The version of prompts: the start of the SHA-256 of what they say. */
export const promptVersion = (prompts: Prompts) => createHash('sha256').update(JSON.stringify(prompts)).digest('hex').slice(0, 12);

/** The prompts of the dataset whose storage folder this is; the usual ones where it has no file. @throws StickerLabError that names the line. */
export async function readPrompts(folder: string): Promise<Prompts> {
  const file = path.join(folder, promptFileName);
  let markdown: string;
  try {
    markdown = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return usualPrompts;
    throw fileFailure(error, file);
  }
  const parsed = parsePrompts(markdown);
  if ('prompts' in parsed) return parsed.prompts;
  const [{ line, message }] = parsed.problems;
  throw new StickerLabError(`The prompts cannot be used: line ${line}: ${message}`, file, 'Correct the file with Sticker Lab: Edit Prompts, or delete it to have the usual prompts.');
}

/** Prompts that name `{label}` are refused unless that is allowed: the model would be told what it should help to find. */
export function refuseLeak(prompts: Prompts, allowed: boolean, folder: string): void {
  const leaks = [prompts.system, prompts.structured, ...views.map((view) => prompts.rounds[view])].some((template) => variablesIn(template).includes('label'));
  if (leaks && !allowed) {
    throw new StickerLabError('The prompts tell the model the sticker\'s emotion ({label}), which its texts would then leak into training and test.', path.join(folder, promptFileName),
      'Take {label} out, or allow it with the setting stickerLab.describe.allowLabel (describe --allow-label).');
  }
}
