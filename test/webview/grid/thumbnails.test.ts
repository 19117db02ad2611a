import { expect, test } from 'vitest';
import { Thumbnails, type ThumbnailsConfig } from '../../../webview/grid/thumbnails.ts';

type Answer = Awaited<ReturnType<ThumbnailsConfig['read']>>;

/** Requests that the test answers when it likes. */
function recordedRequests() {
  const requests: { ids: readonly string[]; signal: AbortSignal; answer: (answer: Answer) => void; fail: (reason: unknown) => void }[] = [];
  const read: ThumbnailsConfig['read'] = (ids, signal) => new Promise((answer, fail) => { requests.push({ ids, signal, answer, fail }); });
  return { requests, read };
}

const picture = (id: string) => ({ id, bytes: new Uint8Array([1, 2, 3]), reason: null });
const ids = (from: number, count: number) => Array.from({ length: count }, (_, k) => `s${from + k}`);
const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

test('reads what is in view in batches, three at once, in order', async () => {
  const { requests, read } = recordedRequests();
  const thumbnails = new Thumbnails({ read, onChange: () => {} });
  thumbnails.show(ids(0, 100));
  expect(requests.map((request) => request.ids.length)).toEqual([24, 24, 24]);
  expect(requests[0].ids[0]).toBe('s0');
  requests[0].answer(requests[0].ids.map(picture));
  await settled();
  expect(requests.length).toBe(4);
  expect(requests[3].ids).toEqual(ids(72, 24));
  expect(thumbnails.get('s0')).toMatchObject({ url: expect.stringMatching(/^blob:/) as string });
  expect(thumbnails.get('s30')).toBeNull();
});

test('takes back what is no longer in view and never shows its late answer', async () => {
  const { requests, read } = recordedRequests();
  const thumbnails = new Thumbnails({ read, onChange: () => { throw new Error('nothing changed'); } });
  thumbnails.show(ids(0, 10));
  thumbnails.show([]);
  expect(requests[0].signal.aborted).toBe(true);
  requests[0].answer(requests[0].ids.map(picture));
  await settled();
  expect(thumbnails.get('s0')).toBeNull();
});

test('a broken picture and a failed request give their reasons, and are not asked for again', async () => {
  const { requests, read } = recordedRequests();
  const thumbnails = new Thumbnails({ read, onChange: () => {} });
  thumbnails.show(['broken', 'left-out']);
  requests[0].answer([{ id: 'broken', bytes: null, reason: 'The file is empty.' }]);
  await settled();
  expect(thumbnails.get('broken')).toEqual({ reason: 'The file is empty.' });
  expect(thumbnails.get('left-out')).toEqual({ reason: 'No picture came back.' });
  thumbnails.show(['broken', 'left-out', 'unlucky']);
  expect(requests[1].ids).toEqual(['unlucky']);
  requests[1].fail({ message: 'The engine stopped.' });
  await settled();
  expect(thumbnails.get('unlucky')).toEqual({ reason: 'The engine stopped.' });
});

test('keeps a bounded number of pictures, the latest used, and gives the others\' memory back', async () => {
  const { requests, read } = recordedRequests();
  const thumbnails = new Thumbnails({ read, onChange: () => {}, capacity: 5 });
  const showAndAnswer = async (wanted: string[]) => {
    thumbnails.show(wanted);
    const request = requests.at(-1)!;
    request.answer(request.ids.map(picture));
    await settled();
  };
  await showAndAnswer(ids(0, 5));
  const first = thumbnails.get('s0') as { url: string };
  await showAndAnswer(ids(5, 5));
  await showAndAnswer(ids(10, 5));
  expect(thumbnails.get('s0')).toBeNull();
  expect(thumbnails.get('s5')).not.toBeNull();
  await expect(fetch(first.url)).rejects.toThrow();
  expect((await fetch((thumbnails.get('s14') as { url: string }).url)).status).toBe(200);
});
