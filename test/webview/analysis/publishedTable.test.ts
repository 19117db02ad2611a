import { expect, test } from 'vitest';
import { publishedText } from '../../../webview/analysis/publishedTable.ts';

const published = {
  table: { source: 'Table 1', setting: 'SER30K, test', columns: ['Acc', 'F1, %'], rows: [{ method: 'A & B_1', values: [71.2, null] }] },
  own: [75, 74.999],
};

test('as CSV, with the run\'s own scores as the last line', () => {
  expect(publishedText(published, 'tiny-1', 'csv')).toBe('method,Acc,"F1, %"\nA & B_1,71.20,\nthis run (tiny-1),75.00,75.00\n');
});

test('as LaTeX, which says whose figures they are', () => {
  const lines = publishedText(published, 'tiny_1', 'latex').split('\n');
  expect(lines[0]).toMatch(/^% Table 1: figures of the paper/);
  expect(lines).toContain('method & Acc & F1, \\% \\\\');
  expect(lines).toContain('A \\& B\\_1 & 71.20 & -- \\\\');
  expect(lines.slice(-5)).toEqual(['\\hline', 'this run (tiny\\_1) & 75.00 & 75.00 \\\\', '\\hline', '\\end{tabular}', '']);
});
