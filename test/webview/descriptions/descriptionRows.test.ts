import { expect, test } from 'vitest';
import type { DescriptionRow, StickerFilter } from '../../../extension/protocol/engine.ts';
import { DescriptionRows } from '../../../webview/descriptions/descriptionRows.ts';

const settled = () => new Promise((resolve) => { setTimeout(resolve, 0); });

/** 100 stickers, whose style is missing at first. */
function board(filter: StickerFilter) {
  const texts = new Map(Array.from({ length: 100 }, (_, k) => [`${k}.png`, '']));
  const pages: number[] = [];
  const rowOf = (id: string): DescriptionRow => ({ id, label: null, views: [{ view: 'style', version: 0, text: texts.get(id)!, state: texts.get(id) === '' ? 'missing' : 'edited' }] });
  const passing = (wanted: StickerFilter) => wanted.selection?.ids ?? [...texts.keys()].filter((id) => !wanted.descriptions || texts.get(id) === '');
  const rows = new DescriptionRows({
    filter, onChange: () => {}, onFailure: (reason) => { throw reason; },
    page: async (wanted, offset, limit) => {
      pages.push(offset);
      const ids = passing(wanted);
      return { total: ids.length, rows: ids.slice(offset, offset + limit).map(rowOf) };
    },
    ids: async (wanted, limit) => passing(wanted).slice(0, limit),
  });
  return { rows, texts, pages };
}

const textOf = (rows: DescriptionRows, index: number) => rows.row(index)?.views[0].text;

test('a filter on states keeps its stickers while their texts change', async () => {
  const { rows, texts } = board({ descriptions: { states: ['missing'], view: null } });
  rows.show(0, 10);
  await settled();
  for (let k = 0; k < 40; k++) texts.set(`${k}.png`, 'done');
  await rows.refresh(['0.png', '1.png']);
  rows.show(40, 50);
  await settled();
  expect([rows.row(0)?.id, textOf(rows, 0), textOf(rows, 2), rows.row(40)?.id, rows.total]).toEqual(['0.png', 'done', '', '40.png', 100]);
  expect([await rows.position('45.png'), await rows.position('x.png')]).toEqual([45, -1]);
});

test('only loaded rows are read again', async () => {
  const { rows, texts, pages } = board({});
  rows.show(0, 10);
  await settled();
  texts.set('3.png', 'new');
  await rows.refresh(['90.png']);
  expect(pages).toEqual([0]);
  await rows.refresh(['3.png', '90.png']);
  expect([textOf(rows, 3), pages.length, await rows.position('3.png')]).toEqual(['new', 2, null]);
});

test('after a change too large to name, rows are read anew as they come into view', async () => {
  const { rows, texts } = board({});
  rows.show(0, 100);
  await settled();
  for (const id of texts.keys()) texts.set(id, 'all');
  rows.outdate();
  expect(textOf(rows, 0)).toBe('');
  rows.show(0, 10);
  await settled();
  expect([textOf(rows, 0), textOf(rows, 60)]).toEqual(['all', '']);
});
