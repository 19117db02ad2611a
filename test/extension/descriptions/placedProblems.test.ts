import { expect, test } from 'vitest';
import type { DescriptionProblem } from '../../../engine/describe/descriptionProblem.ts';
import { commands } from '../../../extension/contributions.ts';
import { documentOf, placeProblems } from '../../../extension/descriptions/placedProblems.ts';
import { fixesOf } from '../../../extension/descriptions/problemFixes.ts';

const problem = (kind: DescriptionProblem['kind'], more: Partial<DescriptionProblem> = {}): DescriptionProblem => ({ kind, id: 'a.png', view: 'style', message: 'It is so.', remedy: 'Do that.', ...more });
const text = (view: 'intention' | 'style' | 'roles' | 'details', words: string) => ({ view, version: 1, text: words, state: 'generated' as const });

test('a problem stands at its view\'s heading, whatever the texts above are', () => {
  const document = documentOf({ id: 'a.png', label: null, views: [text('intention', 'One.\n# Two.\n## Style'), text('style', 'Flat.'), text('roles', ''), text('details', 'Eyes.')] });
  const placed = placeProblems([problem('refusal'), problem('missing', { view: 'roles', remedy: '' }), problem('same', { id: 'gone.png' })], new Map([['a.png', document]]));
  const lines = document.split('\n');
  expect(placed.get('a.png')!.map(({ line, severity, message }) => [lines[line], severity, message])).toEqual([
    ['## Style', 'warning', 'It is so. Do that.'], ['## Roles', 'information', 'It is so.'],
  ]);
  expect(placed.get('gone.png')![0].line).toBe(0);
  const misplaced = placeProblems([problem('misplaced', { belongs: 'roles' }), problem('misplaced', { belongs: 'details' })], new Map([['a.png', document]])).get('a.png')!;
  expect(misplaced.map(({ problem: found, placeIsEmpty }) => fixesOf(found, placeIsEmpty)[0].title)).toEqual(['Move to Roles', 'Swap Style and Details']);
});

test('texts in each other\'s place are swapped, and only that is a fix that may be applied unseen', () => {
  const kinds: DescriptionProblem['kind'][] = ['missing', 'long', 'refusal', 'same', 'misplaced', 'language', 'unusable'];
  const preferred = kinds.flatMap((kind) => fixesOf(problem(kind, { belongs: 'roles' }), false).filter((fix) => fix.preferred));
  expect(preferred).toEqual([{ title: 'Swap Style and Roles', command: commands.swapTexts, preferred: true }]);
  expect(fixesOf(problem('misplaced'), false).map(({ command }) => command)).not.toContain(commands.swapTexts);
});

test('what is missing cannot be accepted or rejected, and what is too long does not become shorter by asking again', () => {
  expect(fixesOf(problem('missing'), false).map(({ title }) => title)).toEqual(['Have the model write Style', 'Open in the Sticker panel']);
  expect(fixesOf(problem('long'), false).map(({ title }) => title)).toEqual(['Open in the Sticker panel']);
  expect(fixesOf(problem('refusal'), false).map(({ title }) => title)).toEqual(['Regenerate Style', 'Accept Style as it is', 'Reject Style', 'Open in the Sticker panel']);
});
