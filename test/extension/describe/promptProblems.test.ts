import { expect, test } from 'vitest';
import { formatPrompts } from '../../../engine/describe/promptFile.ts';
import { usualPrompts } from '../../../engine/describe/prompts.ts';
import { promptProblems } from '../../../extension/describe/promptProblems.ts';

const usual = formatPrompts(usualPrompts);
const lineOf = (text: string, part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;

test('the usual prompts have no problem, though their introduction names {label}', () => {
  expect(usual).toContain('{label}');
  expect(promptProblems(usual, false)).toEqual([]);
});

test('an unknown variable is an error at its line', () => {
  const text = usual.replace('main roles in the sticker', 'main {heroes} in the sticker');
  expect(promptProblems(text, false)).toEqual([{ line: lineOf(text, '{heroes}'), message: expect.stringContaining('{heroes}'), severity: 'error' }]);
});

test('a prompt that tells the emotion is a warning until that is allowed', () => {
  const text = usual.replace('main roles in the sticker', 'main roles in the {label} sticker');
  expect(promptProblems(text, false)).toEqual([{ line: lineOf(text, 'in the {label} sticker'), message: expect.stringContaining('allowLabel'), severity: 'warning' }]);
  expect(promptProblems(text, true)).toEqual([]);
});
