import type { BatchView, DescriptionRow, ShownState, StickerFilter, TextQuery, View } from '../../../extension/protocol/engine.ts';
import { drawnSticker } from '../browser/drawnSticker.ts';
import { exampleDataset } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';

/*
 * 30,739 described stickers in the page. A text that holds "theirs" was changed by Ann in the meantime; "broken" cannot be
 * saved the first time.
 */

const count = 30_739;
const views: readonly View[] = ['intention', 'style', 'roles', 'details'];
const states: readonly ShownState[] = ['generated', 'given', 'edited', 'accepted', 'stale', 'rejected'];
const idOf = (index: number): string => `pack/${String(index).padStart(5, '0')}.png`;
const indexOf = (id: string): number => Number(/\d+/.exec(id));

interface Text { text: string; state: ShownState; version: number }
const written = new Map<string, Text>();
let version = 1;
let before: Map<string, Text> | null = null;
let failedOnce = false;

function textOf(index: number, view: View): Text {
  const known = written.get(`${view} ${index}`);
  if (known) return known;
  if (index % 10 === 7 && view === 'roles') return { text: '', state: 'missing', version: 0 };
  const cat = index % 3 === 0 ? 'A cat' : 'A rabbit';
  const said: Record<View, string> = {
    intention: `${cat} refuses an offer firmly, for the ${index}th time, and does not want to be asked again.`,
    style: 'Flat cartoon with thick outlines.',
    roles: `${cat} with round ears.`,
    details: `${cat} raises both paws, frowns, and turns away from the viewer. The letters say "NO <b>WAY</b>".\nSmall drops of sweat fly off its head, and the background is plain white with a thin grey shadow under its feet.`,
  };
  return { text: said[view], state: states[index % states.length], version: 1 };
}

const rowOf = (index: number): DescriptionRow => ({ id: idOf(index), label: index % 7, views: views.map((view) => ({ view, ...textOf(index, view) })) });

function matching({ selection, descriptions, search }: StickerFilter): number[] {
  const all = selection ? selection.ids.map(indexOf) : Array.from({ length: count }, (_, index) => index);
  return all.filter((index) => {
    const texts = rowOf(index).views;
    if (search && !texts.some(({ text }) => text.includes(search))) return false;
    return !descriptions || texts.some(({ view, state }) => (descriptions.view ?? view) === view && descriptions.states.includes(state));
  });
}

function changesOf(filter: StickerFilter, { find, regex, matchCase, view: wanted }: TextQuery, replacement: string) {
  if (regex && find === '(') throw Object.assign(new Error('The regular expression "(" cannot be read: a group is not closed.'), { data: { file: '', remedy: 'Close the group, or turn regular expressions off.' } });
  const pattern = new RegExp(regex ? find : find.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&'), matchCase ? 'gu' : 'giu');
  let places = 0;
  const changes = matching(filter).flatMap((index) => views.flatMap((view) => {
    const { text, state } = textOf(index, view);
    if (wanted && wanted !== view) return [];
    const found = text.match(pattern)?.length ?? 0;
    places += found;
    return found === 0 ? [] : [{ id: idOf(index), view, state, before: text, after: text.replace(pattern, replacement) }];
  }));
  return { places, changes, stickers: new Set(changes.map(({ id }) => id)).size };
}

let batch: BatchView = {
  id: 3, state: 'running', created: 0, model: 'llava:7b-v1.6-mistral', policy: 'missing', total: 3074, done: 1200, failed: 2, skipped: 4,
  active: [{ id: idOf(17), view: 'roles', host: 'http://one:11434' }, { id: idOf(27), view: 'style', host: 'http://two:11434' }],
  secondsPerSticker: 1.84, secondsLeft: 3440, trouble: '',
  hosts: [{ url: 'http://one:11434', concurrency: 2, done: 800, trouble: '' }, { url: 'http://two:11434', concurrency: 1, done: 400, trouble: 'The connection broke off. Tried again in 30 s.' }],
  failures: [{ id: idOf(37), view: 'roles', reason: 'The model refused: "I cannot help with that."', tries: 3 }, { id: idOf(47), view: null, reason: 'The picture cannot be read.', tries: 1 }],
};
const change = (state: BatchView['state'], more: Partial<BatchView> = {}) => (batch = { ...batch, state, ...more });

scriptHost({ dataset: exampleDataset(count), filter: {}, selected: [] }, {
  'runs/list': () => [],
  'descriptions/page': ({ filter, offset, limit }) => {
    const found = matching(filter);
    return { total: found.length, rows: found.slice(offset, offset + limit).map(rowOf) };
  },
  'gallery/page': ({ filter, offset, limit }) => {
    const found = matching(filter);
    return { total: found.length, tiles: found.slice(offset, offset + limit).map((index) => ({ id: idOf(index), split: 'test', label: index % 7, prediction: null })) };
  },
  'gallery/position': ({ filter, id }) => ({ position: matching(filter).indexOf(indexOf(id)) }),
  'thumbnail/read': async ({ ids }) => ({
    thumbnails: await Promise.all(ids.map(async (id) => ({ id, bytes: indexOf(id) === 3 ? null : await drawnSticker(indexOf(id) % 3 === 0 ? '#fc3' : '#9df', String(indexOf(id))), reason: indexOf(id) === 3 ? 'The file is empty (0 bytes).' : null }))),
  }),
  'descriptions/read': ({ id }) => rowOf(indexOf(id)).views.map((view) => ({ ...view, stale: null, count: { pieces: 1, limit: 512, cutAt: null, exact: true }, who: '', at: 0, generated: null, proposal: null, writing: false })),
  'descriptions/change': async ({ changes: [{ id, view, text, version: seen }] }) => {
    await new Promise((resolve) => { setTimeout(resolve, 40); });
    if (text!.includes('broken') && !failedOnce) {
      failedOnce = true;
      throw Object.assign(new Error('descriptions.db cannot be written: the disk is full.'), { data: { file: '', remedy: 'Free some space.' } });
    }
    const key = `${view} ${indexOf(id)}`;
    if (text!.includes('theirs') && !written.has(key)) written.set(key, { text: 'Ann wrote this.', state: 'edited', version: ++version });
    const present = textOf(indexOf(id), view);
    if (present.version !== seen) return { step: null, versions: [present.version], conflicts: [{ id, view, text: present.text, who: 'Ann' }] };
    written.set(key, { text: text!, state: text === '' ? 'missing' : 'edited', version: ++version });
    return { step: version, versions: [version], conflicts: [] };
  },
  'descriptions/find': ({ filter, query, replacement, offset, limit }) => {
    const { places, changes, stickers } = changesOf(filter, query, replacement);
    return { places, texts: changes.length, stickers, changes: changes.slice(offset, offset + limit) };
  },
  'descriptions/replace': ({ filter, query, replacement, texts }) => {
    const { changes } = changesOf(filter, query, replacement);
    if (changes.length !== texts) throw Object.assign(new Error(`The texts have changed since: ${changes.length} match now, not ${texts}.`), { data: { file: '', remedy: 'Look at the changes again.' } });
    before = new Map(written);
    for (const { id, view, after } of changes) written.set(`${view} ${indexOf(id)}`, { text: after, state: 'edited', version: ++version });
    window.scriptedHost.tell('descriptions/didChange', { root: '/data/stickers', ids: null });
    return { step: version, versions: changes.map(() => version), conflicts: [] };
  },
  'descriptions/undo': () => {
    if (!before) return null;
    const changed = [...written.keys()].filter((key) => !before!.has(key)).map((key) => ({ id: idOf(Number(key.split(' ')[1])), view: key.split(' ')[0] as View }));
    written.clear();
    for (const [key, text] of before) written.set(key, text);
    before = null;
    window.scriptedHost.tell('descriptions/didChange', { root: '/data/stickers', ids: null });
    return { title: 'Replace "rabbit" with "hare"', changed, kept: 0 };
  },
  'descriptions/statistics': () => views.map((view, k) => ({
    view, states: { missing: 10 * k, given: 20, generated: 30_000, edited: 500, accepted: 100, rejected: 9, stale: 100 },
    words: { mean: 41.25, median: 40, least: 3, most: 97 }, characters: { mean: 233.5, median: 230, least: 14, most: 611 },
    wordBins: [40, 800, 4100, 9000, 11_000, 4000, 1500, 250, 40, 9], overLimit: k,
  })),
  'batch/read': () => batch,
  'batch/pause': () => change('paused'),
  'batch/stop': () => change('stopped'),
  'batch/resume': ({ retry }) => change('running', retry ? { failed: 0, failures: [] } : {}),
});
