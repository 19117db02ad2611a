import { expect, test } from 'vitest';
import { views } from '../../../engine/dataset/sticker.ts';
import { createRandom } from '../../../engine/random/random.ts';
import { formatTexts, headingLine, normalized, parseTexts, viewAt, type Texts } from '../../../extension/descriptions/descriptionText.ts';

const texts: Texts = { intention: 'To cheer up.', style: '', roles: 'A cat.\n\nA dog.', details: '# wide eyes\n\\# so\na # b' };
const document = `# packs/cat.png

## Intention

To cheer up.

## Style

## Roles

A cat.

A dog.

## Details

\\# wide eyes
\\\\# so
a # b
`;
const problemsOf = (text: string, id = 'packs/cat.png') => {
  const parsed = parseTexts(id, text);
  return 'problems' in parsed ? parsed.problems : [];
};

test('a sticker\'s views are a document with a heading each, and are read back from it', () => {
  expect(formatTexts('packs/cat.png', texts)).toBe(document);
  expect(parseTexts('packs/cat.png', document)).toEqual({ texts });
  expect(parseTexts('packs/cat.png', document.replaceAll('\n', '\r\n'))).toEqual({ texts });
});

test('whatever the texts are, they come back, but for white space around them and the kind of line ends', () => {
  const pieces = ['#', '##', ' ', '\n', '\r\n', '\r', '\\', 'a', '## Style', '# packs/cat.png', '\n## Intention\n', 'é', '\u{1F600}', '\t', '```', '<b>', '\u2028', '-'];
  for (let round = 0; round < 3000; round++) {
    const random = createRandom(1, 'descriptions as text', round);
    const drawn = () => Array.from({ length: random.integer(12) }, () => pieces[random.integer(pieces.length)]).join('');
    const written: Texts = { intention: drawn(), style: drawn(), roles: drawn(), details: drawn() };
    const formatted = formatTexts('packs/cat.png', written);
    const expected = Object.fromEntries(views.map((view) => [view, normalized(written[view])]));
    expect(parseTexts('packs/cat.png', formatted), JSON.stringify(written)).toEqual({ texts: expected });
    for (const view of views) expect(viewAt(formatted, headingLine(formatted, view))).toBe(view);
  }
});

test('headings may be written in small letters, and in another order', () => {
  expect(parseTexts('x', '# x\n## details\nd\n## roles  \nr\n##   style\ns\n## INTENTION\ni')).toEqual({ texts: { intention: 'i', style: 's', roles: 'r', details: 'd' } });
});

test('a missing heading is a problem at the end, a doubled one at its line', () => {
  expect(problemsOf(document.replace('## Roles\n', ''))).toEqual([{ line: 18, message: expect.stringContaining('"## Roles" is missing') }]);
  expect(problemsOf(document.replace('A dog.', '## Style'))).toEqual([{ line: 12, message: expect.stringContaining('"## Style" is there twice') }]);
});

test('a line with # that is no heading of ours, and text above the first one, are problems rather than lost', () => {
  expect(problemsOf(document.replace('A dog.', '# dog'))).toEqual([{ line: 12, message: expect.stringContaining('its title has to be') }]);
  expect(problemsOf(document.replace('A dog.', '###### dog'))).toEqual([{ line: 12, message: expect.stringContaining('backslash') }]);
  expect(problemsOf(document.replace('\n\n## Intention', '\nlost\n## Intention'))).toEqual([{ line: 1, message: expect.stringContaining('belongs to no view') }]);
});

test('another sticker\'s document is refused', () => {
  expect(problemsOf(document, 'packs/dog.png').map(({ message }) => message)).toEqual([expect.stringContaining('This document is about packs/dog.png'), expect.stringContaining('is missing')]);
  expect(problemsOf(`${document}# packs/cat.png\n`)).toEqual([{ line: 19, message: expect.stringContaining('once, at the top') }]);
});

test('a name with a line break in it still is one title', () => {
  expect(parseTexts('a\nb.png', formatTexts('a\nb.png', texts))).toEqual({ texts });
});
