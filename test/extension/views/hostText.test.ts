import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { HostModelView, HostState } from '../../../engine/service/describeRequests.ts';
import { viewIds } from '../../../extension/contributions.ts';
import { hostDescription, hostLook, hostLooks, isSameModel, modelDescription, progressText, sizeText } from '../../../extension/views/hostText.ts';

interface Menu { command: string; when: string; group?: string }
const { contributes: { menus, commands } } = JSON.parse(await readFile(path.join(import.meta.dirname, '../../../package.json'), 'utf8')) as {
  contributes: { menus: Record<string, Menu[]>; commands: { command: string; icon?: string }[] };
};
const inline = (contextValue: string) => menus['view/item/context'].filter(({ when, group }) => group?.startsWith('inline') && when === `view == ${viewIds.hosts} && viewItem == ${contextValue}`).map(({ command }) => command);
const states = Object.keys(hostLooks) as HostState[];

test('each state of a host has its own words, and the button beside it in the tree is the one that helps', () => {
  expect(new Set(states.map((state) => hostLooks[state].words)).size).toBe(states.length);
  for (const state of states) expect(inline(hostLooks[state].contextValue), state).toEqual(hostLooks[state].button ? [hostLooks[state].button.command] : []);
  for (const { button } of Object.values(hostLooks)) if (button) expect(commands.find(({ command }) => command === button.command)?.icon).toMatch(/^\$\(/u);
});

test('nothing is offered where there is nothing to do but wait', () => {
  for (const state of ['loading', 'busy', 'ready', 'checking', 'unknown'] as const) expect(hostLooks[state].button).toBeNull();
});

test('a download in a host is told in bytes over all layers, and takes its button away', () => {
  const pull = { model: 'llava', completed: 1.25e9, total: 4.73e9, status: 'pulling' };
  expect(hostDescription({ state: 'noModel', version: '0.33.0', pull })).toBe('1.3 of 4.7 GB · pulling llava · 0.33.0');
  expect(hostDescription({ state: 'noModel', version: '', pull: { ...pull, completed: 0, total: 0 } })).toBe('pulling llava');
  expect(inline(hostLook({ state: 'noModel', pull }).contextValue)).toEqual([]);
  expect(hostDescription({ state: 'stopped', version: '', pull: null })).toBe('stopped');
  expect([progressText({ completed: 5e6, total: 80e6 }), sizeText(478_000)]).toEqual(['5.0 of 80.0 MB', '0.5 MB']);
});

test('a model is told with what makes it impossible', () => {
  const model: HostModelView = { name: 'llava', digest: 'd', bytes: 4.7e9, parameters: '7B', quantization: 'Q4_0', vision: true, loaded: true };
  expect(modelDescription(model)).toBe('vision · 7B · Q4_0 · 4.7 GB · loaded');
  expect(modelDescription({ ...model, vision: false, loaded: false, parameters: '' })).toBe('takes no pictures · Q4_0 · 4.7 GB');
});

test('a name without a tag means the latest', () => {
  expect(isSameModel('llava', 'LLaVA:latest')).toBe(true);
  expect(isSameModel('llava', 'llava:7b')).toBe(false);
  expect(isSameModel('host:8080/me/llava', 'host:8080/me/llava:latest')).toBe(true);
});
