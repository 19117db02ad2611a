import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../engine/store/openDatabase.ts';
import { cacheIn, cacheName, openThumbnailCache, type ThumbnailCache, type ThumbnailKey } from '../../../engine/store/thumbnailCache.ts';

let folder: string;
let warnings: string[];
const opened: ThumbnailCache[] = [];
const warn = (_file: string, error: unknown) => warnings.push(String(error));
const key: ThumbnailKey = { id: 'a/b.png', size: 128, modified: 1000, length: 42 };
const bytes = new Uint8Array([1, 2, 3]);
const open = async () => {
  const cache = await openThumbnailCache(folder, warn);
  opened.push(cache);
  return cache;
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'thumbnails-'));
  warnings = [];
});
afterEach(async () => {
  for (const cache of opened.splice(0)) cache.close();
  await rm(folder, { recursive: true, force: true });
});
const closeLast = () => opened.pop()!.close();

test('keeps a thumbnail over a restart, until the picture changes', async () => {
  (await open()).write(key, bytes);
  closeLast();
  const cache = await open();
  expect(cache.read(key)).toEqual(bytes);
  expect(cache.read({ ...key, modified: 1001 })).toBeNull();
  expect(cache.read({ ...key, length: 43 })).toBeNull();
  expect(cache.read({ ...key, size: 256 })).toBeNull();
  cache.write({ ...key, modified: 1001 }, new Uint8Array([9]));
  closeLast();
  const later = await open();
  expect(later.read(key)).toBeNull();
  expect(later.read({ ...key, modified: 1001 })).toEqual(new Uint8Array([9]));
  expect(warnings).toEqual([]);
});

test('two windows share one file', async () => {
  const [first, second] = [await open(), await open()];
  for (let i = 0; i < 200; i++) {
    first.write({ ...key, id: `first/${i}` }, bytes);
    second.write({ ...key, id: `second/${i}` }, bytes);
  }
  closeLast();
  closeLast();
  const third = await open();
  for (let i = 0; i < 200; i++) {
    expect(third.read({ ...key, id: `first/${i}` })).toEqual(bytes);
    expect(third.read({ ...key, id: `second/${i}` })).toEqual(bytes);
  }
  expect(warnings).toEqual([]);
});

test('a folder that cannot be written costs the cache and one warning', async () => {
  const cache = await openThumbnailCache(path.join(folder, 'not', 'there'), warn);
  cache.write(key, bytes);
  expect(cache.read(key)).toBeNull();
  cache.close();
  expect(warnings).toHaveLength(1);
});

test('a full disk costs further writes and one warning, not what is stored', async () => {
  (await open()).write(key, bytes);
  closeLast();
  const database = await openDatabase(path.join(folder, cacheName), []);
  const pages = Number(database.prepare('PRAGMA page_count').get()!['page_count']);
  // SQLite's own limit stands for the disk's: it fails with the same SQLITE_FULL.
  database.exec(`PRAGMA max_page_count = ${pages + 2}`);
  const cache = cacheIn(database, (error) => warn('', error));
  opened.push(cache);
  for (let i = 0; i < 200; i++) cache.write({ ...key, id: `more/${i}` }, new Uint8Array(5000));
  expect(cache.read(key)).toEqual(bytes);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/full/u);
});

test('a damaged cache is set aside and begun anew', async () => {
  await writeFile(path.join(folder, cacheName), 'this is no database, and long enough not to be taken for an empty one'.repeat(20));
  const cache = await open();
  cache.write(key, bytes);
  expect(warnings).toEqual([]);
  expect(await readdir(folder)).toContain(`${cacheName}.damaged`);
  closeLast();
  expect((await open()).read(key)).toEqual(bytes);
});
