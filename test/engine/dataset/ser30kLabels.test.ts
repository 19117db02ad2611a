import { expect, test } from 'vitest';
import { inferLabelOrder, ser30kClasses } from '../../../engine/dataset/ser30kLabels.ts';

const published = [1523, 11255, 211, 826, 3359, 2750, 10815];

test('the published counts give the known order', () => {
  const { classes, note } = inferLabelOrder(published);
  expect(classes).toEqual(ser30kClasses);
  expect(note).toContain('exactly the published');
});

test('a stratified tenth agrees with the published shares', () => {
  expect(inferLabelOrder(published.map((n) => Math.round(n / 10))).note).toContain('agree with the published shares');
});

test('counts in another order are recognised', () => {
  const { classes, note } = inferLabelOrder(published.toReversed());
  expect(classes).toEqual(ser30kClasses.toReversed());
  expect(note).toContain('inferred from the class counts');
});

test('even counts cannot decide: the usual order is assumed and said to be', () => {
  const { classes, note } = inferLabelOrder([300, 300, 300, 300, 300, 300, 300]);
  expect(classes).toEqual(ser30kClasses);
  expect(note).toContain('cannot decide');
});
