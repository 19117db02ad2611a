import { expect, test } from 'vitest';
import { createNewestFirst } from '../../../engine/service/newestFirst.ts';

const never = new AbortController().signal;

test('runs no more than allowed at once, and of those waiting the newest first', async () => {
  const inTurn = createNewestFirst(2);
  const order: string[] = [];
  let running = 0;
  let most = 0;
  const task = (name: string) => async () => {
    order.push(name);
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    return name;
  };
  const results = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => inTurn(never, task(name))));
  expect(results).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(order).toEqual(['a', 'b', 'e', 'd', 'c']);
  expect(most).toBe(2);
});

test('a task cancelled while it waits never runs, and one that fails frees its place', async () => {
  const inTurn = createNewestFirst(1);
  const controller = new AbortController();
  let ran = false;
  const first = inTurn(never, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    throw new Error('broken');
  });
  const cancelled = inTurn(controller.signal, async () => {
    ran = true;
  });
  const last = inTurn(never, async () => 'last');
  controller.abort();
  await expect(cancelled).rejects.toThrow();
  await expect(first).rejects.toThrow('broken');
  await expect(last).resolves.toBe('last');
  expect(ran).toBe(false);
});
