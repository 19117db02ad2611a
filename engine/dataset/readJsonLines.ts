import type { Problem } from './dataset.ts';
import { problem } from './problem.ts';
import { readText } from './readText.ts';

export interface JsonLine {
  /** 1-based. */
  readonly line: number;
  readonly value: unknown;
}

/** The whole lines of a JSONL file. A line that is no JSON becomes a problem with its number. */
export async function readJsonLines(root: string, file: string, problems: Problem[]): Promise<JsonLine[]> {
  const text = await readText(root, file, problems);
  return text === null ? [] : jsonLines(text, file, problems);
}

/** The same of a text. */
export function jsonLines(text: string, file: string, problems: Problem[]): JsonLine[] {
  const lines: JsonLine[] = [];
  text.split('\n').forEach((content, index) => {
    if (content.trim() === '') return;
    try {
      lines.push({ line: index + 1, value: JSON.parse(content) as unknown });
    } catch {
      problems.push(problem('error', file, 'The line is not one whole JSON object.', 'Correct or remove the line; the others were read.', index + 1));
    }
  });
  return lines;
}
