import { expect, test } from 'vitest';
import { erfc } from '../../../engine/evaluate/erfc.ts';

/** scipy.special.erfc 1.17 */
const known: readonly (readonly [number, number])[] = [[0, 1.0], [1e-09, 0.9999999988716208], [0.1, 0.8875370839817152], [0.5, 0.4795001221869535], [1, 0.15729920705028516], [1.5, 0.03389485352468927], [1.99, 0.004888586800383002], [1.999999, 0.004677755648073952], [2, 0.004677734981047266], [2.000001, 0.004677714314103242], [2.5, 0.00040695201744495886], [3, 2.2090496998585445e-05], [5, 1.5374597944280347e-12], [10, 2.0884875837625446e-45], [25, 8.300172571196523e-274]];

test('equals SciPy on both sides of where the formula changes, down to the smallest values', () => {
  for (const [x, wanted] of known) expect(Math.abs(erfc(x) / wanted - 1), `erfc(${x})`).toBeLessThan(1e-12);
});
