import { expect, test } from 'vitest';
import { cropResized } from '../../../engine/images/crop.ts';
import { cropCases, picture } from './augmentationCases.ts';

test('gives Pillow\'s bytes, shrinking, enlarging and both', () => {
  for (const { picture: source, side, pixels, left, top, width, height } of cropCases) {
    expect(cropResized(picture(source), { left, top, width, height }, side).pixels, `${source}: ${left} ${top} ${width} ${height} to ${side}`).toEqual(pixels);
  }
});
