/** Find and replace over the descriptions of SER30K: 30,739 stickers in four views, of some 390 characters each. */
import { compileQuery, type TextQuery } from '../../engine/describe/textQuery.ts';
import { createRandom } from '../../engine/random/random.ts';

const texts = 122_956;
const random = createRandom('findReplace');
const words = 'the sticker shows a cat that waves with one paw and smiles in bright colours while its eyes are closed drawn thick lines mood cheerful person sends it to greet friends humour'.split(' ');
const described = Array.from({ length: texts }, () => {
  const text = ['The'];
  for (let length = 0; length < 385; length += text.at(-1)!.length + 1) text.push(random.pick(words));
  return `${text.join(' ')}.`;
});

const base: TextQuery = { find: 'cat', regex: false, wholeWord: false, matchCase: true, view: null };
const queries: Record<string, [query: TextQuery, replacement: string]> = {
  'literal': [base, 'dog'],
  'any case': [{ ...base, matchCase: false }, 'dog'],
  'whole word, any case': [{ ...base, wholeWord: true, matchCase: false }, 'dog'],
  'rare literal': [{ ...base, find: 'zebra', matchCase: false }, 'horse'],
  'every word': [{ ...base, find: 'the', matchCase: false, wholeWord: true }, 'a'],
  'regex': [{ ...base, regex: true, find: String.raw`(cat|dog|person) (\w+)s\b`, matchCase: false }, '$1 and $2'],
  'regex with classes': [{ ...base, regex: true, find: String.raw`\p{L}+ that \p{L}+`, matchCase: false }, '$&'],
};
const rows: Record<string, object> = {};
for (const [name, [query, replacement]] of Object.entries(queries)) {
  const start = performance.now();
  const search = compileQuery(query);
  const places = await search.count(described);
  const counted = performance.now();
  const matching = described.filter((_, i) => places[i] > 0);
  const replaced = await search.replace(matching, replacement);
  const end = performance.now();
  rows[name] = { 'places': places.reduce((sum, n) => sum + n, 0), 'texts': replaced.length, 'count ms': Math.round(counted - start), 'replace ms': Math.round(end - counted) };
}
console.table(rows);
const start = performance.now();
const failure = await compileQuery({ ...base, regex: true, find: '(\\w+\\s?)+x$' }).count(described).catch((error: unknown) => String(error));
console.log(`a regular expression that never ends is stopped after ${Math.round(performance.now() - start)} ms: ${String(failure)}`);
