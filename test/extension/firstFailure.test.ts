import { expect, test } from 'vitest';
import { StickerLabError } from '../../engine/errors/stickerLabError.ts';
import { CancelledError } from '../../extension/engine/failureOf.ts';
import { showingFirstFailure } from '../../extension/firstFailure.ts';

test('a task that fails again and again is shown once, and once more after it has succeeded', async () => {
  const told: string[] = [];
  const background = showingFirstFailure((error) => told.push(`shown: ${(error as Error).message}`), (words) => told.push(`logged: ${words}`));
  const fail = (message: string) => background(Promise.reject(new StickerLabError(message, 'descriptions.db', 'Look.')));
  await fail('one');
  await fail('two');
  await background(Promise.reject(new CancelledError()));
  await fail('three');
  await background(Promise.resolve());
  await fail('four');
  expect(told).toEqual(['shown: one', 'logged: two [descriptions.db] Look.', 'logged: three [descriptions.db] Look.', 'shown: four']);
});
