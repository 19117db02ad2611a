import { expect, test } from 'vitest';
import { mapGroups } from '../../../webview/map/mapTraces.ts';

test('the map is grouped by label, prediction or outcome', () => {
  const points = [{ id: 'a', x: 0, y: 0, label: 0, prediction: 1 }, { id: 'b', x: 0, y: 0, label: 1, prediction: 1 }];
  const names = (coloring: 'label' | 'prediction' | 'outcome') => mapGroups(points, ['anger', 'fear'], coloring).map((group) => [group.name, group.points.length]);
  expect(names('label')).toEqual([['anger', 1], ['fear', 1]]);
  expect(names('prediction')).toEqual([['fear', 2]]);
  expect(names('outcome')).toEqual([['right', 1], ['wrong', 1]]);
});
