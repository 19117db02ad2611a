import type { StickerFilter, Verdict, VerdictRecord } from '../../../extension/protocol/engine.ts';
import type { StickerState } from '../../../extension/protocol/panels.ts';
import { drawnSticker } from '../browser/drawnSticker.ts';
import { exampleDataset, exampleRun } from '../browser/exampleDataset.ts';
import { scriptHost } from '../browser/scriptedHost.ts';
import { describeStickers } from './board/describedStickers.ts';
import { explainStickers, probabilitiesOf } from './explainedRun.ts';

/* Three mistakes of a run, walked through surest first, and two training stickers near them. The second has a verdict; the picture of the third is broken. */

const { run } = exampleRun();
const dataset = exampleDataset(5);
const mistakes = ['a', 'b', 'c'].map((name) => `pack/${name}.png`);
const training = ['x', 'y'].map((name) => `pack/${name}.png`);
const filter: StickerFilter = { selection: { ids: mistakes, reason: 'mistakes of tiny-1, test split, surest first' } };
const state = { dataset, id: mistakes[0], filter, run, selected: [] };
const own = { intention: 'Refuses an offer firmly.', style: 'Thick outlines, flat colours.', details: 'Red face, crossed arms.' };
const given = (text: string) => ({ text, state: 'given' as const });
const record = (id: string, verdict: Verdict): VerdictRecord => ({ id, verdict, run: 'tiny-1', who: 'Ada', at: 1_767_700_000_000 });
const verdicts = new Map([[mistakes[1], record(mistakes[1], 'label')]]);

declare global {
  interface Window {
    walked: {
      /** Milliseconds until it is told what a sticker is, where it stands, and which verdicts there are. */
      slow: number;
      /** Sends the panel another sticker or run, of the dataset at `root`. */
      show(change: Partial<StickerState>, root?: string): void;
    };
  }
}
window.walked = { slow: 0, show: (change, root = dataset.root) => { window.scriptedHost.tell('panel/state', { ...state, ...change, dataset: { ...dataset, root } }); } };
const late = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, window.walked.slow); });

scriptHost(state, {
  ...describeStickers(Object.fromEntries([...mistakes, ...training].map((id) => [id, Object.fromEntries(Object.entries(own).map(([view, text]) => [view, given(text)]))]))),
  ...explainStickers(own, training),
  'gallery/position': async ({ id }) => {
    await late();
    return { position: mistakes.indexOf(id) };
  },
  'gallery/page': ({ offset, limit }) => ({ total: mistakes.length, tiles: mistakes.slice(offset, offset + limit).map((id) => ({ id, split: 'test', label: 0, prediction: 2 })) }),
  'sticker/read': async ({ id, run: of }) => {
    await late();
    return {
      id, split: training.includes(id) ? 'train' : 'test', label: 0, prediction: 2, votes: [0, 0, 2], text: 'NO WAY', topic: '', attributes: {},
      descriptions: Object.fromEntries((['intention', 'style', 'roles', 'details'] as const).map((view) => [view, window.described.text(id, view)])), probabilities: of ? probabilitiesOf(own) : null, predictedClasses: of ? dataset.classes : null,
    };
  },
  'picture/read': async ({ id }) => (id === mistakes[2]
    ? { bytes: null, reason: 'The file ends in the middle of the picture.', width: 0, height: 0, format: 'png' }
    : { bytes: await drawnSticker('#f66', id.slice(5, 6), 96), reason: null, width: 192, height: 96, format: 'webp' }),
  'thumbnail/read': async ({ ids }) => ({ thumbnails: await Promise.all(ids.map(async (id) => ({ id, bytes: await drawnSticker('#6b6', id.slice(5, 6)), reason: null }))) }),
  'verdict/list': async ({ root }) => {
    await late();
    return root === dataset.root ? [...verdicts.values()] : [];
  },
  'verdict/give': ({ id, verdict }) => {
    if (verdict) verdicts.set(id, record(id, verdict));
    else verdicts.delete(id);
    window.scriptedHost.tell('verdict/didChange', { root: dataset.root, id });
    return null;
  },
}, (method, params: { ids: readonly string[] }) => {
  if (method === 'selection') window.scriptedHost.tell('panel/state', { ...state, id: params.ids[0] });
});
