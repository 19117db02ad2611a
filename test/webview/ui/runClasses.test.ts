import { expect, test } from 'vitest';
import { otherEmotions, runClasses } from '../../../webview/ui/runClasses.ts';

test('a run keeps its own names; without them the dataset\'s stand in', () => {
  expect(runClasses({ classes: ['fear', 'joy'] }, ['anger', 'fear', 'joy'])).toEqual(['fear', 'joy']);
  expect(runClasses({ classes: [] }, ['joy'])).toEqual(['joy']);
  expect(runClasses(undefined, ['joy'])).toEqual(['joy']);
});

test('says so where the emotions are others, or in another order', () => {
  expect(otherEmotions(['fear', 'joy'], ['fear', 'joy'])).toBeNull();
  expect(otherEmotions(['fear', 'joy'], ['joy', 'fear'])).toContain('other emotions (fear, joy)');
  expect(otherEmotions(['fear', 'joy'], ['fear', 'joy', 'anger'])).toContain('compared by name');
});
