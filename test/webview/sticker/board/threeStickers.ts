import { drawnSticker } from '../../browser/drawnSticker.ts';
import { exampleDataset } from '../../browser/exampleDataset.ts';
import { scriptHost } from '../../browser/scriptedHost.ts';
import { describeStickers, generation } from './describedStickers.ts';

/* Three stickers to review: every state, a text that is too long, one with HTML and control characters. */

const generated = (text: string) => ({ text, generation });
const long = 'A round yellow face with a wide grin, two raised hands and small lines around them that show how quickly they wave, before a plain white ground.';
const tiles = ['a', 'b', 'c'].map((name) => ({ id: `pack/${name}.png`, split: 'test' as const, label: 0, prediction: null }));
const state = { dataset: exampleDataset(3), id: 'pack/a.png', filter: { labels: [0] }, run: null, selected: [] };

scriptHost(state, {
  'gallery/position': ({ id }) => ({ position: tiles.findIndex((tile) => tile.id === id) }),
  'gallery/page': ({ offset, limit }) => ({ total: tiles.length, tiles: tiles.slice(offset, offset + limit) }),
  'sticker/read': ({ id }) => ({ ...tiles.find((tile) => tile.id === id)!, votes: [], text: 'HI', topic: '', attributes: {}, descriptions: {}, probabilities: null, predictedClasses: null }),
  'picture/read': async ({ id }) => ({ bytes: await drawnSticker('#6b6', id.slice(5, 6)), reason: null, width: 96, height: 96, format: 'webp' }),
  ...describeStickers({
    'pack/a.png': {
      intention: { text: 'Says hello to a friend.', state: 'generated', generated: generated('Says hello to a friend.') },
      style: { text: 'Thick outlines, flat colours.', state: 'given' },
      roles: { text: 'A cat that waves.', state: 'stale', stale: 'another prompt', generated: generated('A dog that waves.') },
      details: { text: long, state: 'accepted', generated: generated(long) },
    },
    'pack/b.png': {
      intention: { text: '<img src=x onerror="document.title=\'run\'"><script>document.title=\'run\'</script> & &lt;b&gt;\u0007\u001b[31m', state: 'generated' },
      style: { text: 'Rejected.', state: 'rejected' },
      roles: { text: 'Edited.', state: 'edited' },
    },
    'pack/c.png': { intention: { text: 'Last one.', state: 'generated' }, style: { text: 'x', state: 'given' }, roles: { text: 'y', state: 'given' }, details: { text: 'z', state: 'given' } },
  }),
}, (method, params: { ids: readonly string[] }) => {
  if (method === 'selection') window.scriptedHost.tell('panel/state', { ...state, id: params.ids[0] });
});
