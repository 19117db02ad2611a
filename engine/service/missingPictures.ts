import type { Problem } from '../dataset/dataset.ts';
import { problem } from '../dataset/problem.ts';

/** Problems with single pictures that are listed one by one; more would only slow the list down. */
export const mostListed = 1000;

/** One problem a missing picture, the first of them; how many there are in all is said by the reader. */
export const missingPictures = (missing: readonly string[]): Problem[] =>
  missing.slice(0, mostListed).map((id) => problem('warning', id, 'The picture is missing.', 'Add the picture, or take its row out of the annotations. Training leaves it out.'));
