import { expect, test } from 'vitest';
import { views, type Descriptions } from '../../../engine/dataset/sticker.ts';
import { isDescribed, toExample } from '../../../engine/train/examples.ts';
import type { TextConfig } from '../../../engine/train/runConfig.ts';

const stickerWith = (descriptions: Descriptions) => ({ id: 'a.png', split: 'train', label: 1, votes: [], text: 'own', topic: '', descriptions, attributes: {} } as const);
const whole = { intention: 'greets', style: 'drawn', roles: 'a cat', details: 'waves' };
const { style: _, ...unstyled } = whole;
const textsOf = (descriptions: Descriptions, choices: TextConfig['views']) => toExample(stickerWith(descriptions), 1, choices).texts;

test.each<[string, Descriptions, TextConfig['views'], readonly string[], boolean]>([
  ['the views in the paper\'s order', whole, views, ['greets', 'drawn', 'a cat', 'waves'], true],
  ['the views in another order', whole, ['details', 'intention', 'style', 'roles'], ['waves', 'greets', 'drawn', 'a cat'], true],
  ['one view everywhere', whole, ['details', 'details', 'details', 'details'], ['waves', 'waves', 'waves', 'waves'], true],
  ['all views everywhere', whole, ['all', 'all', 'all', 'all'], Array<string>(4).fill('greets drawn a cat waves'), true],
  ['one view and all', whole, ['roles', 'all', 'roles', 'style'], ['a cat', 'greets drawn a cat waves', 'a cat', 'drawn'], true],
  ['a view that is missing', unstyled, views, ['greets', 'own', 'a cat', 'waves'], false],
  ['a view that is empty', { ...whole, style: '' }, views, ['greets', 'own', 'a cat', 'waves'], false],
  ['all views, one missing', unstyled, ['all', 'all', 'all', 'all'], Array<string>(4).fill('greets a cat waves'), false],
  ['views of which none is missing', unstyled, ['roles', 'roles', 'details', 'intention'], ['a cat', 'a cat', 'waves', 'greets'], true],
  ['no descriptions', {}, views, ['own', 'own', 'own', 'own'], false],
  ['no descriptions, all views', {}, ['all', 'all', 'all', 'all'], ['own', 'own', 'own', 'own'], false],
])('the texts of stages 1 to 4: %s', (_title, descriptions, choices, texts, described) => {
  expect(textsOf(descriptions, choices)).toEqual(texts);
  expect(isDescribed(stickerWith(descriptions), choices)).toBe(described);
});

test('an example keeps its sticker\'s id and has the label given', () => {
  expect(toExample(stickerWith(whole), 3, views)).toMatchObject({ id: 'a.png', label: 3 });
});
