/** Opening 30,739 records in SER30K's layout to a full first screen: the service's time from the request to 60 thumbnails. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { forkService } from '../engine/service/forkService.ts';
import { stickers, writeLinkedStickers } from './linkedStickers.ts';

const firstScreen = 60;

async function open(root: string) {
  const service = forkService([]);
  try {
    const start = performance.now();
    const view = await service.request('dataset/open', { root, fallbackStorage: `${root}-fallback` });
    const opened = performance.now();
    const page = await service.request('gallery/page', { root, filter: {}, run: null, offset: 0, limit: firstScreen });
    const { thumbnails } = await service.request('thumbnail/read', { root, ids: page.tiles.map(({ id }) => id), size: 160 });
    const end = performance.now();
    if (view.stickers !== stickers || thumbnails.filter(({ bytes }) => bytes).length !== firstScreen) throw new Error('the first screen is not full');
    const filterStart = performance.now();
    await service.request('gallery/page', { root, filter: { search: 'number 15' }, run: null, offset: 0, limit: firstScreen });
    return { 'records ms': Math.round(opened - start), 'first screen ms': Math.round(end - start), 'search ms': Math.round(performance.now() - filterStart) };
  } finally {
    await service.stop();
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'opening-'));
try {
  const root = path.join(folder, 'SER_Dataset');
  await writeLinkedStickers(root);
  console.table({ 'first time': await open(root), 'warm (thumbnails cached)': await open(root) });
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
