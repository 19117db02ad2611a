import { expect, test } from 'vitest';
import type { Sticker } from '../../../engine/dataset/sticker.ts';
import { fillPrompts, inputOf, usualPrompts } from '../../../engine/describe/prompts.ts';
import { createStaleness } from '../../../engine/describe/staleness.ts';

const sticker = (text: string): Sticker => ({ id: `${text}.png`, split: 'train', label: 0, votes: [], text, topic: '', descriptions: {}, attributes: {} });
const staleness = (model: string) => createStaleness({ config: { model, mode: 'rounds' }, prompts: usualPrompts, digests: new Set(), classes: ['joy'] });
const source = (of: Sticker, model: string) => ({ model, digest: 'd', input: inputOf(fillPrompts(usualPrompts, of, ['joy']), 'rounds', 'style') });

test('a model by its whole name is the same one', () => {
  const asked = sticker('hi');
  expect(staleness('llava')(asked, 'style', source(asked, 'llava:latest'))).toBeNull();
  expect(staleness('llava')(asked, 'style', source(asked, 'llava:13b'))).toContain('llava:13b');
});

test('each sticker is judged by its own words, in whatever order', () => {
  const judge = staleness('llava');
  const [one, other] = [sticker('one'), sticker('other')];
  for (const of of [one, other, one]) expect(judge(of, 'style', source(of, 'llava'))).toBeNull();
  expect(judge(other, 'style', source(one, 'llava'))).toContain('asked');
});
