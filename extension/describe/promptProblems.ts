import { parsePrompts, type PromptProblem } from '../../engine/describe/promptFile.ts';
import { variablesIn } from '../../engine/describe/prompts.ts';

export interface ShownPromptProblem extends PromptProblem {
  readonly severity: 'error' | 'warning';
}

/** What is wrong with a file of prompts: what keeps it from being used, and, where that is not allowed, the prompts that tell the sticker's emotion. */
export function promptProblems(markdown: string, allowLabel: boolean): ShownPromptProblem[] {
  const parsed = parsePrompts(markdown);
  const errors = 'problems' in parsed ? parsed.problems.map((problem) => ({ ...problem, severity: 'error' as const })) : [];
  const lines = markdown.split(/\r?\n/u);
  const first = lines.findIndex((line) => line.startsWith('## '));
  const leaks = lines.flatMap((line, at) => (!allowLabel && first !== -1 && at > first && variablesIn(line).includes('label')
    ? [{ line: at + 1, message: '{label} tells the model the sticker\'s emotion, so nothing is described with these prompts. Take it out, or allow it with the setting stickerLab.describe.allowLabel.', severity: 'warning' as const }]
    : []));
  return [...errors, ...leaks].toSorted((a, b) => a.line - b.line);
}
