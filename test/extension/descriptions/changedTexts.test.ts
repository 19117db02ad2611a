import { expect, test } from 'vitest';
import { changedTexts } from '../../../extension/descriptions/changedTexts.ts';
import { contentStamp } from '../../../extension/descriptions/contentStamp.ts';
import { formatTexts } from '../../../extension/descriptions/descriptionText.ts';

const texts = { intention: 'To cheer.\r\nLoudly.', style: '  flat ', roles: '', details: '# eyes' };
const document = formatTexts('a.png', texts);

test('a saved document changes the texts that were edited, and no other', () => {
  expect(changedTexts('a.png', document, document)).toEqual({});
  expect(changedTexts('a.png', document, `${document.replaceAll('\n', '\r\n')}\r\n\r\n`)).toEqual({});
  expect(changedTexts('a.png', document, document.replace('flat', 'flat colours'))).toEqual({ style: 'flat colours' });
  expect(changedTexts('a.png', document, document.replace('\\# eyes', ''))).toEqual({ details: '' });
});

test('texts change places with their headings', () => {
  const swapped = document.replace('## Intention', '## X').replace('## Style', '## Intention').replace('## X', '## Style');
  expect(changedTexts('a.png', document, swapped)).toEqual({ intention: 'flat', style: 'To cheer.\nLoudly.' });
});

test('a document that cannot be read changes nothing, and says where', () => {
  expect(() => changedTexts('a.png', document, document.replace('## Roles\n', ''))).toThrow(/^Nothing is saved: line \d+: The heading "## Roles" is missing/u);
});

test('every change of a text shows in the stamp, also one to a text as long', () => {
  const stamp = contentStamp([3, 0, 7, 1], document);
  expect(stamp.mtime).toBe(7);
  expect(contentStamp([3, 0, 7, 1], document)).toEqual(stamp);
  const other = contentStamp([3, 8, 7, 1], document.replace('flat', 'lfat'));
  expect(other.mtime).toBe(8);
  expect(other.size).not.toBe(stamp.size);
  expect(contentStamp([0, 0, 0, 0], '').mtime).toBe(0);
});
