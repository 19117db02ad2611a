import { expect, test } from 'vitest';
import { parseFilter } from '../../../engine/cli/filterOption.ts';

const classes = ['joy', 'no feeling'];

test('every part is a condition; what is none of them are words', () => {
  expect(parseFilter('', classes)).toEqual({});
  expect(parseFilter('split:test label:"no feeling" state:stale view:style verdict:label verdict:ambiguous cat "big hat"', classes)).toEqual({
    splits: ['test'], labels: [1], descriptions: { states: ['stale'], view: 'style' }, verdicts: ['label', 'ambiguous'], search: 'cat big hat',
  });
});

test('a part that names nothing is told with what there is', () => {
  expect(() => parseFilter('verdict:guess', classes)).toThrow('--filter verdict: takes label, text, model, ambiguous, not "guess"');
  expect(() => parseFilter('view:style', classes)).toThrow('--filter view: names one view, together with state:');
});
