import { expect, test } from 'vitest';
import { freeName, nameFault } from '../../../extension/commands/runName.ts';

const existing = [{ name: 'tiny-1' }, { name: 'Tiny-2' }, { name: 'mine' }];

test('offers the first free name of the preset', () => {
  expect(freeName('tiny', existing)).toBe('tiny-3');
  expect(freeName('laptop', existing)).toBe('laptop-1');
});

test('a name is refused where its folder is taken, by any spelling, or where nothing of it is left', () => {
  expect(nameFault('Mine!', existing)).toContain('already');
  expect(nameFault('tiny 2', existing)).toContain('already');
  expect(nameFault(' / ', existing)).toContain('letters');
  expect(nameFault('new run', existing)).toBeUndefined();
});
