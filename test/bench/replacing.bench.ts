/**
 * Find and replace over all texts of 30,739 stickers through the forked service, a word that is in every one of them; then undo and redo.
 * Meanwhile the gallery is asked for a page again and again: the longest it had to wait is what the person would feel.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { views } from '../../engine/dataset/sticker.ts';
import { createRandom } from '../../engine/random/random.ts';
import { forkService } from '../engine/service/forkService.ts';

const stickers = 30_739;
const texts = stickers * views.length;
/** Between two questions of the gallery, in milliseconds. */
const pause = 5;
const words = 'the sticker shows a creature that waves with one paw and smiles in bright colours while its eyes are closed drawn thick lines mood cheerful person sends it to greet friends humour'.split(' ');

/** Pictures are left out: nothing here looks at them. */
async function writeDataset(root: string): Promise<void> {
  const random = createRandom('replacing');
  const text = () => {
    const said = ['A cat:'];
    for (let length = 0; length < 385; length += said.at(-1)!.length + 1) said.push(random.pick(words));
    return `${said.join(' ')}.`;
  };
  await mkdir(root, { recursive: true });
  const lines = Array.from({ length: stickers }, (_, i) => JSON.stringify({
    image: `pack-${Math.floor(i / 16)}/sticker_${i}.png`, label: i % 2 === 0 ? 'joy' : 'anger', split: i % 10 === 7 ? 'validation' : i % 10 > 7 ? 'test' : 'train',
    descriptions: Object.fromEntries(views.map((view) => [view, text()])),
  }));
  await writeFile(path.join(root, 'stickers.jsonl'), lines.join('\n'));
}

const folder = await mkdtemp(path.join(tmpdir(), 'replacing-'));
const service = forkService();
try {
  const root = path.join(folder, 'd');
  await writeDataset(root);
  await service.request('dataset/open', { root, fallbackStorage: folder });

  const rows: Record<string, object> = {};
  async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    let under = true;
    let longest = 0;
    const asking = (async () => {
      while (under) {
        const asked = performance.now();
        await service.request('gallery/page', { root, filter: {}, run: null, offset: 0, limit: 60 });
        longest = Math.max(longest, performance.now() - asked);
        await setTimeout(pause);
      }
    })();
    const start = performance.now();
    const result = await work();
    const ms = performance.now() - start;
    under = false;
    await asking;
    rows[name] = { 's': Number((ms / 1000).toFixed(2)), 'longest wait of the gallery, s': Number((longest / 1000).toFixed(2)) };
    return result;
  }

  const replace = async (find: string, replacement: string) => {
    const query = { find, regex: false, wholeWord: true, matchCase: false, view: null };
    const found = await timed(`find "${find}"`, () => service.request('descriptions/find', { root, filter: {}, query, replacement, offset: 0, limit: 100 }));
    const { conflicts } = await timed(`replace "${find}"`, () => service.request('descriptions/replace', { root, filter: {}, query, replacement, texts: found.texts }));
    if (found.texts !== texts || conflicts.length > 0) throw new Error(`${found.texts} texts were found`);
  };
  const turn = async (name: string, method: 'descriptions/undo' | 'descriptions/redo') => {
    const report = await timed(name, () => service.request(method, { root }));
    if (report?.changed.length !== texts) throw new Error('not everything was turned');
  };
  await timed('nothing else', () => setTimeout(1000));
  await replace('cat', 'dog');
  await turn('undo', 'descriptions/undo');
  await turn('redo', 'descriptions/redo');
  await replace('dog', 'fox');
  await turn('undo of the second', 'descriptions/undo');
  console.log(`${texts} texts, each changed by each act. Searching gives way to other requests; an act is one transaction, during which the service answers nothing else.`);
  console.table(rows);
} finally {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
