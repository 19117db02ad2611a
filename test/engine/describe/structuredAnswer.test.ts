import { expect, test } from 'vitest';
import { views } from '../../../engine/dataset/sticker.ts';
import { answerSchema, readStructuredAnswer } from '../../../engine/describe/structuredAnswer.ts';

const four = { intention: 'To greet.', style: 'Flat.', roles: 'A cat.', details: 'It waves.' };

test('the schema is flat, asks for four texts, and has their order', () => {
  expect(answerSchema.required).toEqual([...views]);
  expect(Object.keys(answerSchema.properties)).toEqual([...views]);
  expect(Object.values(answerSchema.properties)).toEqual(views.map(() => ({ type: 'string' })));
});

test.each([
  JSON.stringify(four),
  `\`\`\`json\n${JSON.stringify(four, null, 2)}\n\`\`\``,
  `Here you are: ${JSON.stringify(four)} Anything else?`,
  JSON.stringify({ ...four, mood: 'good' }),
])('four texts: %s', (written) => expect(readStructuredAnswer(written, 'stop')).toEqual({ texts: four }));

test.each([
  [JSON.stringify({ ...four, style: undefined }), 'schema', 'style'],
  [JSON.stringify({ ...four, roles: ['a cat'], details: null }), 'schema', 'roles, details'],
  ['{}', 'schema', 'intention, style, roles, details'],
  ['A cat waves.', 'schema', 'no JSON'],
  [JSON.stringify(four).slice(0, -3), 'schema', 'no JSON'],
  ['I\'m sorry, but I can\'t see the image.', 'refusal', 'refused'],
  ['', 'empty', 'empty'],
  ['<html><body>504</body></html>', 'garbled', 'server'],
  ['[1, 2]', 'garbled', 'JSON'],
])('none: %s', (written, fault, reason) => {
  const read = readStructuredAnswer(written, 'stop');
  expect(read).toMatchObject({ fault });
  expect('reason' in read && read.reason).toContain(reason);
});

test('cut off at the limit, even where the JSON is whole', () => {
  expect(readStructuredAnswer(JSON.stringify(four), 'length')).toMatchObject({ fault: 'cutOff' });
});
