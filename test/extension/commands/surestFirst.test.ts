import { expect, test } from 'vitest';
import { surestFirst } from '../../../extension/commands/surestFirst.ts';

test('by the highest probability, equals in their order, what has no prediction last', () => {
  const predictions = [
    { id: 'a', probabilities: [0.4, 0.6] }, { id: 'b', probabilities: [0.9, 0.1] }, { id: 'c', probabilities: [0.3, 0.7] },
    { id: 'd', probabilities: [0.6, 0.4] }, { id: 'other', probabilities: [1, 0] },
  ];
  expect(surestFirst(['none', 'a', 'b', 'c', 'd'], predictions)).toEqual(['b', 'c', 'a', 'd', 'none']);
  expect(surestFirst([], predictions)).toEqual([]);
});
