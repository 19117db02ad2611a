import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../engine/cli/commands.ts';

const root = path.join(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');

test('every picture that the README shows exists', () => {
  const pictures = [...readme.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, file]) => file);
  expect(pictures.length).toBeGreaterThanOrEqual(3);
  expect(pictures.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test('every script and command that the README names exists', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const named = [...readme.matchAll(/`npm (?:run )?([a-z]\w+)/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const shown = [...readme.matchAll(/^sticker-lab ([\w-]+)/gm)].map(([, name]) => name);
  expect([...new Set(shown)].toSorted()).toEqual(Object.keys(commands).toSorted());
});
