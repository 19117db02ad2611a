import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Sticker } from '../../../engine/dataset/sticker.ts';
import { formatPrompts, parsePrompts, promptFileName, promptVersion, readPrompts, refuseLeak } from '../../../engine/describe/promptFile.ts';
import { fillPrompt, fillPrompts, inputOf, usualPrompts, type Prompts } from '../../../engine/describe/prompts.ts';
import { StickerLabError } from '../../../engine/errors/stickerLabError.ts';

const sticker: Sticker = { id: 'a.png', split: 'train', label: 1, votes: [], text: 'Good morning', topic: 'frogs', descriptions: {}, attributes: {} };
const classes = ['anger', 'joy'];
const withRounds = (rounds: Partial<Prompts['rounds']>): Prompts => ({ ...usualPrompts, rounds: { ...usualPrompts.rounds, ...rounds } });

test('variables are filled in, doubled braces are braces, and a line whose variables are empty is left out', () => {
  const values = { text: 'Hi', topic: '', label: 'joy' };
  expect(fillPrompt('Says {text} of {topic}.\nPack: {topic}\nWrite {{"a": 1}}.', values)).toBe('Says Hi of .\nWrite {"a": 1}.');
  expect(fillPrompt('{text}', { ...values, text: '{topic} $& {{' })).toBe('{topic} $& {{');
});

test('a version is of what the prompts say, and the file carries them unchanged', () => {
  const parsed = parsePrompts(formatPrompts(usualPrompts));
  expect(parsed).toEqual({ prompts: usualPrompts });
  expect(promptVersion(usualPrompts)).not.toBe(promptVersion(withRounds({ style: 'Which style?' })));
});

test('every problem is told with its line', () => {
  const markdown = formatPrompts(usualPrompts).replace('{text}"', '{text}" {emotion}').replace('## Roles', '## Rolls').replace('## System', '## Style');
  const parsed = parsePrompts(markdown);
  const lines = markdown.split('\n');
  const problems = 'problems' in parsed ? parsed.problems : [];
  expect(problems.map(({ line, message }) => [lines[line - 1] ?? '', message.split(':')[0]])).toEqual(expect.arrayContaining([
    [expect.stringContaining('{emotion}'), 'There is no variable {emotion}'],
    ['## Rolls', 'There is no prompt "Rolls"'],
    ['## Style', 'The prompt Style is there twice.'],
    ['', 'The prompt Roles is missing'],
  ]));
});

test('a file with an unknown variable is refused with its line; without a file there are the usual prompts', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sticker-lab-prompts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  expect(await readPrompts(folder)).toEqual(usualPrompts);
  await writeFile(path.join(folder, promptFileName), formatPrompts(withRounds({ details: 'How {mood} is it?' })));
  await expect(readPrompts(folder)).rejects.toThrow(/line \d+: There is no variable \{mood\}/u);
});

test('a label in the prompts is refused unless it is allowed', () => {
  const leaking = withRounds({ roles: 'It is {label}. Who is in it?' });
  expect(() => refuseLeak(leaking, false, '/d')).toThrow(StickerLabError);
  expect(() => refuseLeak(leaking, true, '/d')).not.toThrow();
  expect(fillPrompts(leaking, sticker, classes).rounds.roles).toBe('It is joy. Who is in it?');
});

test('a changed question changes what its own view and the later ones were asked, and no others', () => {
  const asked = (prompts: Prompts, mode: 'rounds' | 'structured' = 'rounds') =>
    (['intention', 'style', 'roles', 'details'] as const).map((view) => inputOf(fillPrompts(prompts, sticker, classes), mode, view));
  const before = asked(usualPrompts);
  const after = asked(withRounds({ roles: 'Who?' }));
  expect(after.map((input, index) => input === before[index])).toEqual([true, true, false, false]);
  expect(asked({ ...usualPrompts, structured: 'All four.' })).toEqual(before);
  expect(asked({ ...usualPrompts, structured: 'All four.' }, 'structured')).not.toEqual(asked(usualPrompts, 'structured'));
  expect(asked({ ...usualPrompts, system: '' }).some((input, index) => input === before[index])).toBe(false);
});
