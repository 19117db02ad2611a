import { expect, test } from 'vitest';
import { stickerName } from '../../../webview/ui/stickerName.ts';

test('an id is a path with or without folders', () => {
  expect(stickerName('Images/01-robot/sticker_1.jpg')).toEqual({ name: 'sticker_1.jpg', folder: '01-robot' });
  expect(stickerName('a.png')).toEqual({ name: 'a.png', folder: '' });
});
