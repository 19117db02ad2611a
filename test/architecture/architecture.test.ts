import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { recipes } from '../../engine/train/recipes.ts';

const root = path.join(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');

/** Folders and files made by a build or a run, which a clone does not hold. */
const MADE = /^(dist|out|node_modules|sample|test-results|\.sticker-lab)(\/|$)/;

/** What stands in backticks and is a path: it has a slash or a file's ending, and neither spaces nor code. `a/{b,c}.ts` names two. */
function pathsIn(markdown: string): string[] {
  const prose = markdown.replaceAll(/```[^]*?```/g, '');
  const quoted = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, inside]) => inside);
  const paths = quoted.filter((one) => /^\.?[\w@][\w@.{},/*-]*$/.test(one) && (one.includes('/') || /\.(ts|mjs|json|md)$/.test(one)));
  return [...new Set(paths.flatMap(expandBraces))].filter((one) => !MADE.test(one) && !one.startsWith('@') && !one.includes('*'));
}

function expandBraces(pattern: string): string[] {
  const match = /^(.*?)\{([^}]+)\}(.*)$/.exec(pattern);
  return match ? match[2].split(',').flatMap((choice) => expandBraces(match[1] + choice + match[3])) : [pattern];
}

test('every path that ARCHITECTURE.md names exists', () => {
  const paths = pathsIn(text);
  expect(paths.length).toBeGreaterThan(10);
  expect(paths.filter((one) => !existsSync(path.join(root, one)))).toEqual([]);
});

test('every setting that tells the recipes apart has its line', () => {
  const lines = text.split('\n').filter((line) => line.startsWith('| '));
  for (const [setting, value] of Object.entries(recipes.released)) {
    const line = lines.find((one) => one.includes(`| \`${setting}\` |`)) ?? `no line for ${setting}`;
    expect(line.split('|')[4]).toContain(value);
  }
});

test('a path that does not exist would be noticed', () => {
  expect(pathsIn('See `engine/no/such.ts`, `engine/{a,b}`, `npm start` and `dist/cli.js`.')).toEqual(['engine/no/such.ts', 'engine/a', 'engine/b']);
});
