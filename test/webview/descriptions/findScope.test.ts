import { expect, test } from 'vitest';
import { scopeFilter } from '../../../webview/descriptions/findScope.ts';

test('the selection is what is marked, else what the filter selects', () => {
  const selection = { ids: ['a.png'], reason: 'lasso' };
  const filter = { search: 'cat', selection };
  expect(scopeFilter('all', filter, new Set(['b.png']))).toEqual({});
  expect(scopeFilter('filter', filter, new Set(['b.png']))).toBe(filter);
  expect(scopeFilter('selection', filter, new Set(['b.png']))).toEqual({ selection: { ids: ['b.png'], reason: 'marked in the table' } });
  expect(scopeFilter('selection', filter, new Set())).toEqual({ selection });
  expect(scopeFilter('selection', { search: 'cat' }, new Set())).toBeNull();
});
