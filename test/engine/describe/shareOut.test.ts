import { setTimeout as after } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { HostFailure, type HostFault } from '../../../engine/describe/hostClient.ts';
import { Unreachable } from '../../../engine/describe/hostFaults.ts';
import { shareOut, type ShareOutConfig, type SharedHost } from '../../../engine/describe/shareOut.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `${index}.png`);
const failure = (fault: HostFault) => new HostFailure(fault, `fault of the ${fault}`, 'http://a', 'Remedy.');
const unreachable = () => new Unreachable('nothing there', 'http://a', 'Remedy.', true);
const rest = { first: 5, longest: 20 };

/** Shares out, and says who did what. */
function share(config: Partial<ShareOutConfig<SharedHost>> & Pick<ShareOutConfig<SharedHost>, 'queue' | 'work'>) {
  const failed: [string, number][] = [];
  const done: string[] = [];
  const shared = shareOut<SharedHost>({
    hosts: [{ url: 'a', concurrency: 2 }, { url: 'b', concurrency: 1 }], stop: new AbortController().signal, onChange: () => {}, onFailed: (id, _, tries) => failed.push([id, tries]), rest, ...config,
    work: async (id, host) => {
      await config.work(id, host);
      done.push(id);
    },
  });
  return { ...shared, failed, done };
}

test('every sticker is done once, by as many at once as the hosts allow', async () => {
  const at: Record<string, number> = { a: 0, b: 0 };
  const most = { ...at };
  const { finished, done, hosts } = share({
    queue: ids(60),
    async work(_, { url }) {
      most[url] = Math.max(most[url], ++at[url]);
      await after(1);
      at[url]--;
    },
  });
  await finished;
  expect(done.toSorted()).toEqual(ids(60).toSorted());
  expect(most).toEqual({ a: 2, b: 1 });
  expect(hosts.reduce((sum, host) => sum + host.done, 0)).toBe(60);
});

test('what a dying host had is taken over by another', async () => {
  let died = 0;
  const { finished, done, failed, hosts } = share({
    queue: ids(30),
    async work(_, { url }) {
      await after(1);
      if (url === 'b' && ++died > 3) throw failure('host');
    },
  });
  await finished;
  expect([...done].toSorted()).toEqual(ids(30).toSorted());
  expect(failed).toEqual([]);
  expect(hosts[1].trouble).toBe('fault of the host');
});

test('a host that comes back is used again, and a queue waits for it', async () => {
  let asked = 0;
  const { finished, done, hosts } = share({
    queue: ids(5), hosts: [{ url: 'a', concurrency: 1 }],
    async work() {
      if (++asked < 4) throw failure(asked === 2 ? 'busy' : 'host');
    },
  });
  await finished;
  expect(done.toSorted()).toEqual(ids(5));
  expect(hosts[0].trouble).toBe('');
});

test('a request that fails is tried again a few times, at the end, and then listed', async () => {
  const order: string[] = [];
  const { finished, failed } = share({
    queue: ids(3), hosts: [{ url: 'a', concurrency: 1 }],
    async work(id) {
      order.push(id);
      if (id === '0.png') throw failure('request');
    },
  });
  await finished;
  expect(order).toEqual(['0.png', '1.png', '2.png', '0.png', '0.png']);
  expect(failed).toEqual([['0.png', 3]]);
});

test('a sticker over which a host fails again and again is listed, and holds nobody up', async () => {
  const { finished, done, failed } = share({
    queue: ids(12), hosts: [{ url: 'a', concurrency: 1 }],
    async work(id) {
      if (id === '3.png') throw failure('host');
    },
  });
  await finished;
  expect(done).toHaveLength(11);
  expect(failed).toEqual([['3.png', 8]]);
});

test('the last sticker alone is listed only after many failures, as nothing shows whose fault they are', async () => {
  let asked = 0;
  const { finished, failed } = share({
    queue: ids(1), hosts: [{ url: 'a', concurrency: 1 }],
    async work() {
      asked++;
      throw failure('host');
    },
  });
  await finished;
  expect([asked, failed]).toEqual([8, [['0.png', 8]]]);
});

test('others that go well between its failures tell that it is the sticker', async () => {
  let asked = 0;
  const { finished, failed } = share({
    queue: ids(40), hosts: [{ url: 'a', concurrency: 1 }, { url: 'b', concurrency: 1 }],
    async work(id) {
      await after(1);
      if (id !== '0.png') return;
      asked++;
      throw failure('host');
    },
  });
  await finished;
  expect(failed.map(([id]) => id)).toEqual(['0.png']);
  expect(asked).toBeLessThan(8);
});

test('a host that is not there costs no sticker, however often it is asked', async () => {
  let asked = 0;
  const { finished, done, failed } = share({
    queue: ids(2), hosts: [{ url: 'a', concurrency: 1 }],
    async work() {
      if (++asked < 8) throw unreachable();
    },
  });
  await finished;
  expect([done.toSorted(), failed]).toEqual([ids(2), []]);
});

test('after stop nothing is taken any more, and what rests is not waited for', async () => {
  const stop = new AbortController();
  const queue = ids(100);
  const { finished, done } = share({
    queue, stop: stop.signal, hosts: [{ url: 'a', concurrency: 1 }, { url: 'b', concurrency: 1 }], rest: { first: 60_000, longest: 60_000 },
    async work(_, { url }) {
      if (url === 'b') throw failure('host');
      await after(1);
      if (done.length === 4) stop.abort();
    },
  });
  await finished;
  expect(done.length).toBe(5);
  expect(queue.length).toBe(95);
});

test('another error ends it', async () => {
  const { finished } = share({ queue: ids(3), async work() { throw new TypeError('our own slip'); } });
  await expect(finished).rejects.toThrow('our own slip');
});
