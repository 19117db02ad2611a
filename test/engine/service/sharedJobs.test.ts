import { expect, test } from 'vitest';
import { createSharedJobs } from '../../../engine/service/sharedJobs.ts';

function pending() {
  let finish!: (value: string) => void;
  let signal!: AbortSignal;
  let starts = 0;
  const start = (jobSignal: AbortSignal) => {
    starts++;
    signal = jobSignal;
    return new Promise<string>((resolve, reject) => {
      finish = resolve;
      jobSignal.addEventListener('abort', () => reject(new Error('aborted')));
    });
  };
  return { start, finish: (value: string) => finish(value), get signal() { return signal; }, get starts() { return starts; } };
}

test('two askers share one job; one going away does not end it', async () => {
  const shared = createSharedJobs<string>();
  const job = pending();
  const [stays, leaves] = [new AbortController(), new AbortController()];
  const kept = shared('k', stays.signal, job.start);
  const dropped = shared('k', leaves.signal, job.start);
  leaves.abort();
  await expect(dropped).rejects.toThrow();
  expect(job.signal.aborted).toBe(false);
  job.finish('done');
  await expect(kept).resolves.toBe('done');
  expect(job.starts).toBe(1);
});

test('when the last asker goes away the job is cancelled, and the next one starts anew', async () => {
  const shared = createSharedJobs<string>();
  const job = pending();
  const controller = new AbortController();
  const dropped = shared('k', controller.signal, job.start);
  controller.abort();
  await expect(dropped).rejects.toThrow();
  expect(job.signal.aborted).toBe(true);
  const next = shared('k', new AbortController().signal, job.start);
  job.finish('again');
  await expect(next).resolves.toBe('again');
  expect(job.starts).toBe(2);
});
