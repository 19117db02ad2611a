import path from 'node:path';
import { expect, test } from 'vitest';
import { readDescriptionsFile } from '../../../engine/dataset/readDescriptionsFile.ts';
import { StickerLabError } from '../../../engine/errors/stickerLabError.ts';
import { datasetFolder } from './datasetFolder.ts';

const known = new Set(['a/1.jpg', 'a/2.jpg', 'b/caf\u00e9.png']);

async function read(content: string | Uint8Array, ids: ReadonlySet<string> = known, name = 'texts.any') {
  const { texts, unknown, broken } = await readDescriptionsFile(path.join(await datasetFolder({ [name]: content }), name), ids);
  return { texts: Object.fromEntries(texts), unknown, broken };
}

const one = { 'a/1.jpg': { style: 'flat', roles: 'a cat' } };
const clean = { texts: one, unknown: [], broken: [] };

test.each([
  ['own lines', '{"id":"a/1.jpg","descriptions":{"style":"flat","roles":"a cat"}}'],
  ['flat keys', '{"image":"a/1.jpg","style":"flat","roles":"a cat","details":null,"intention":""}\n'],
  ['both forms', '{"id":"a/1.jpg","style":"flat","descriptions":{"roles":"a cat","style":" "}}'],
  ['Hugging Face', '{"file_name":"a/1.jpg","label":"joy","style":"flat","roles":"a cat"}\n'],
  ['empty lines, CRLF and a byte order mark', '\uFEFF{"id":"a/1.jpg","style":"flat"}\r\n\r\n{"id":"a/2.jpg"}\r\n{"id":"./a\\\\1.jpg","roles":"a cat"}\r\n'],
  ['CSV', 'id,style,roles\na/1.jpg,flat,a cat\n'],
  ['CSV as spreadsheets write it', '\uFEFF"image";x,file_name,label,"style",roles,,\r\n,a/1.jpg,joy, flat ,"a cat",,\r\n,,,,,,\r\n'],
  ['the public loader\'s', '{"annotations":[{"topic":"a","file_name":"1.jpg","text":"Here: #The sticker\'s styles: flat\\n\\n#The sticker\'s main roles  a cat ","anno":1}]}'],
  ['the public loader\'s, with other keys before', '{"info":{},\n"annotations":[{"topic":"a","file_name":"1.jpg","text":"#The sticker\'s style: flat#The sticker\'s main role: a cat"}]}'],
])('%s', async (_, content) => expect(await read(content)).toEqual(clean));

test('texts are taken as they are written', async () => {
  expect(await read('{"id":"a/1.jpg","style":" flat\\n"}')).toMatchObject({ texts: { 'a/1.jpg': { style: ' flat\n' } } });
  expect(await read('id,style\na/1.jpg," flat\n"\n')).toMatchObject({ texts: { 'a/1.jpg': { style: ' flat\n' } } });
});

test('half a line, lines that are none, wrong types, no picture: listed with their line, the others are read', async () => {
  const content = [
    '{"id":"a/1.jpg","style":"flat"}', 'nonsense', '[1]', '{"style":"x"}', '{"id":7,"style":"x"}', '{"id":"a/2.jpg","style":7,"roles":"a dog"}', '{"id":"b/caf\u00e9.png","sty',
  ].join('\n');
  const { texts, unknown, broken } = await read(content);
  expect(texts).toEqual({ 'a/1.jpg': { style: 'flat' }, 'a/2.jpg': { roles: 'a dog' } });
  expect(unknown).toEqual([]);
  expect(new Set(broken.map((line) => /^Line \d+/u.exec(line)?.[0]))).toEqual(new Set(['Line 2', 'Line 3', 'Line 4', 'Line 5', 'Line 6', 'Line 7']));
});

test('unknown stickers by the names in the file, doublings with both views named', async () => {
  const { texts, unknown, broken } = await read('{"id":"gone.jpg","style":"x"}\n{"id":"a/1.jpg","style":"old","roles":"a cat"}\n{"id":"../a/1.jpg","style":"x"}\n{"id":"a/1.jpg","style":"flat"}');
  expect(texts).toEqual(one);
  expect(unknown).toEqual(['gone.jpg', '../a/1.jpg']);
  expect(broken).toEqual(['Line 4: a/1.jpg is there twice (style); the later text counts.']);
});

test('invalid UTF-8 and NUL characters leave out the text they are in', async () => {
  const bytes = Buffer.concat([Buffer.from('{"id":"a/1.jpg","style":"fl'), Buffer.from([0xff]), Buffer.from('at","roles":"a cat"}\n{"id":"a/2.jpg","style":"a\\u0000b","roles":"good"}\n'), Buffer.alloc(64)]);
  const { texts, broken } = await read(bytes);
  expect(texts).toEqual({ 'a/1.jpg': { roles: 'a cat' }, 'a/2.jpg': { roles: 'good' } });
  expect(broken).toHaveLength(3);
  expect(broken.join()).toMatch(/Line 1: style of a\/1\.jpg is no valid UTF-8.*Line 2: style of a\/2\.jpg has NUL/u);
  // A replacement character that the file really holds is a text like any other.
  expect((await read('{"id":"a/1.jpg","style":"\uFFFD"}')).texts).toEqual({ 'a/1.jpg': { style: '\uFFFD' } });
});

test('CSV: rows without a picture, quotes that never close, NUL', async () => {
  expect(await read('id,style\n,flat\na/1.jpg,fl\u0000at\na/2.jpg,x\n')).toMatchObject({ texts: { 'a/2.jpg': { style: 'x' } }, broken: [expect.stringContaining('Line 2'), expect.stringContaining('Line 3')] });
  const { texts, broken } = await read('id,style\na/1.jpg,flat\na/2.jpg,"open\n');
  expect(texts).toEqual({});
  expect(broken).toEqual([expect.stringContaining('cannot be parsed')]);
});

test.each([['', 'empty'], ['  \n', 'empty'], ['id,label\na,b\n', 'no descriptions that are understood'], ['hello', 'no descriptions that are understood'], ['[]', 'no descriptions that are understood'], ['{"annotations":[{"file_name":"x"', 'cut off'], ['{"annotations":5}', 'no list'],
  ['\u0089PNG\r\n\u001a\n\u0000', 'no descriptions that are understood']])('no descriptions: %j', async (content, message) => {
  const { texts, broken } = await read(content);
  expect(texts).toEqual({});
  expect(broken.join()).toContain(message);
});

test('marked texts without marks are counted', async () => {
  expect(await read('{"annotations":[{"topic":"a","file_name":"1.jpg","text":"flat"},{"topic":"a","file_name":"2.jpg","text":"#The sticker\'s style: x"}]}'))
    .toEqual({ texts: { 'a/2.jpg': { style: 'x' } }, unknown: [], broken: ['1 texts have none of the four marks: a/1.jpg.'] });
});

test('names relative to another folder: the file\'s own, one above, Images, and forms of accents', async () => {
  const line = (id: string) => `${JSON.stringify({ file_name: id, style: 'flat' })}\n`;
  const ids = async (content: string, all: ReadonlySet<string>, name?: string) => Object.keys((await read(content, all, name)).texts);
  expect(await ids(line('1.jpg') + line('2.jpg'), known, 'a/metadata.jsonl')).toEqual(['a/1.jpg', 'a/2.jpg']);
  expect(await ids(line('set/a/1.jpg') + line('set/a/2.jpg'), known)).toEqual(['a/1.jpg', 'a/2.jpg']);
  expect(await ids(line('x/1.jpg'), new Set(['S/Images/x/1.jpg']))).toEqual(['S/Images/x/1.jpg']);
  expect(await ids(line('b/cafe\u0301.png'), known)).toEqual(['b/caf\u00e9.png']);
  // One name elsewhere is no reason to take another sticker's.
  expect(await ids(line('1.jpg') + line('c/2.jpg'), new Set(['1.jpg', '2.jpg']))).toEqual(['1.jpg']);
});

test('a file that cannot be read is an error that names it', async () => {
  const folder = await datasetFolder({});
  await expect(readDescriptionsFile(path.join(folder, 'gone.csv'), known)).rejects.toThrow(StickerLabError);
  await expect(readDescriptionsFile(folder, known)).rejects.toThrow(StickerLabError);
});
