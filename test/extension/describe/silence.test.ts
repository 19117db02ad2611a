import { expect, test } from 'vitest';
import { createSilence } from '../../../extension/describe/silence.ts';

const later = (milliseconds: number) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

test('a batch that nothing is told of is asked about again and again, until it no longer runs', async () => {
  const asked: string[] = [];
  const silence = createSilence((name) => {
    asked.push(name);
    silence.told(name, asked.length < 3);
  }, 20);
  silence.told('a', true);
  await later(200);
  expect(asked).toEqual(['a', 'a', 'a']);
});

test('what is told of often, has ended or is no longer watched is not asked about', async () => {
  const asked: string[] = [];
  const silence = createSilence((name) => asked.push(name), 150);
  silence.told('ended', true);
  silence.told('ended', false);
  for (let i = 0; i < 5; i++) {
    silence.told('busy', true);
    await later(50);
  }
  expect(asked).toEqual([]);
  silence.dispose();
  await later(200);
  expect(asked).toEqual([]);
});
