import { expect, test } from 'vitest';
import { unlinked } from '../../extension/unlinked.ts';

/** What VS Code makes links of in a notification. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)\)/iu;

test('no words of a host or a file name become a link that runs a command', () => {
  const hostile = 'pack/[OK](command:workbench.action.quit).png said [Sign in](https://evil.example)';
  expect(link.test(hostile)).toBe(true);
  expect(link.test(unlinked(hostile))).toBe(false);
  expect(unlinked('A cat (sad) [1]')).toBe('A cat (sad) [1]');
});
