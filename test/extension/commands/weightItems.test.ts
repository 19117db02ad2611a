import { expect, test } from 'vitest';
import { weightItems } from '../../../extension/commands/weightItems.ts';

test('each set is offered with its state, size and origin; one that is partly there is chosen beforehand', () => {
  const files = [{ file: 'model.safetensors', bytes: 120_000_000, sha256: null }];
  const source = { endpoint: 'https://huggingface.co', repo: 'Zetatech/pvt-tiny-224', revision: 'main', commit: 'c0ffee00'.padEnd(40, '0'), date: '', files: [] };
  const items = weightItems({ folder: '/w', sets: [
    { name: 'bert-base-uncased', state: 'partial', files, source: null }, { name: 'pvt-tiny', state: 'present', files, source }, { name: 'pvt-small', state: 'absent', files: [], source: null },
  ] });
  expect(items.map(({ label, description, picked }) => [label, description, picked])).toEqual([
    ['bert-base-uncased', 'partly there: 120 of about 441 MB', true], ['pvt-tiny', 'there: 120 MB', false], ['pvt-small', 'about 98 MB', false],
  ]);
  expect(items[1].detail).toContain('Zetatech/pvt-tiny-224, commit c0ffee00');
  expect(items[2].detail).toContain('Zetatech/pvt-small-224');
});
