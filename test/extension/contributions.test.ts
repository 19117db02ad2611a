import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { settingNames } from '../../engine/train/applySettings.ts';
import { presets } from '../../engine/train/presets.ts';
import { boardCommands, category, commands, contextKeys, panelViewTypes, schemes, settingDefaults, trainingSettings, treeItems, viewIds } from '../../extension/contributions.ts';

const root = path.join(import.meta.dirname, '../..');
interface Menu { command: string; when?: string }
const { contributes, activationEvents, capabilities, main } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
  main: string;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string }[];
    configuration: { properties: Record<string, { default: unknown; scope: string }> };
    viewsContainers: Record<string, { id: string; icon: string }[]>;
    views: Record<string, { id: string }[]>;
    viewsWelcome: { view: string; when: string; contents: string }[];
    menus: Record<string, Menu[]>;
    keybindings: (Menu & { key: string; mac?: string })[];
  };
};
const sorted = (values: Iterable<string>) => [...values].toSorted();
const conditions = [...Object.values(contributes.menus).flat().map(({ when }) => when ?? ''), ...contributes.viewsWelcome.map(({ when }) => when)].join(' && ');

test('the commands are those of package.json, all in one category', () => {
  expect(sorted(contributes.commands.map(({ command }) => command))).toEqual(sorted(Object.values(commands)));
  expect(contributes.commands.map((command) => command.category)).toEqual(contributes.commands.map(() => category));
});

test('the settings and their defaults are those of package.json', () => {
  const declared = Object.fromEntries(Object.entries(contributes.configuration.properties).map(([id, { default: value }]) => [id, value]));
  expect(declared).toEqual(settingDefaults);
});

test('the settings on describing are of the window: they are read for no folder', () => {
  const scopes = Object.entries(contributes.configuration.properties).filter(([id]) => id.startsWith('stickerLab.describe.')).map(([, { scope }]) => scope);
  expect(new Set(scopes)).toEqual(new Set(['window']));
});

test('a training setting of VS Code is one of the engine\'s', () => {
  const known = settingNames(presets.paper);
  for (const name of trainingSettings) expect(known).toContain(name);
});

test('the views are those of package.json, in a container with an icon', async () => {
  const [container] = contributes.viewsContainers['activitybar'];
  expect(contributes.views[container.id].map(({ id }) => id)).toEqual(Object.values(viewIds));
  expect((await stat(path.join(root, container.icon))).isFile()).toBe(true);
  for (const { view } of contributes.viewsWelcome) expect(Object.values(viewIds)).toContain(view);
});

test('menus and welcome views name declared commands, context keys and tree items alone', () => {
  const known = new Set<string>(Object.values(commands));
  for (const { command } of Object.values(contributes.menus).flat()) expect(known).toContain(command);
  for (const { contents } of contributes.viewsWelcome) {
    for (const [, command] of contents.matchAll(/command:([\w.]+)/gu)) expect(known).toContain(command);
  }
  const keys = new Set([...conditions.matchAll(/stickerLab\.\w+/gu)].map(([key]) => key));
  const named = new Set<string>([...Object.values(viewIds), ...Object.values(panelViewTypes)]);
  expect(sorted([...keys].filter((key) => !named.has(key)))).toEqual(sorted(Object.values(contextKeys)));
  const items = [...conditions.matchAll(/viewItem == ([\w.]+)/gu)].map(([, item]) => item);
  for (const item of items) expect(Object.values(treeItems)).toContain(item);
});

test('each key of the board is a keybinding of its own, and only where a panel with a board has the focus', () => {
  const { keybindings } = contributes;
  expect(sorted(keybindings.map(({ command }) => command))).toEqual(sorted(Object.values(boardCommands)));
  for (const keys of [keybindings.map(({ key }) => key), keybindings.map(({ key, mac }) => mac ?? key)]) expect(new Set(keys).size).toBe(keys.length);
  // The panel is the active one also while the person types a commit message or renames a file beside it.
  const elsewhere = '!inputFocus && !sideBarFocus && !panelFocus && !auxiliaryBarFocus';
  const turning = new Set<string>([boardCommands.undo, boardCommands.redo]);
  for (const { command, when } of keybindings) {
    expect(when).toBe(`activeWebviewPanelId ${turning.has(command) ? '=~ /^stickerLab\\.(sticker|descriptions)$/' : `== '${panelViewTypes.sticker}'`} && ${elsewhere}`);
  }
});

test('keys a person needs while typing into a text stay the text\'s own', () => {
  const typing = /^((ctrl|cmd|shift)\+)?([a-z]|enter|backspace|delete|tab|home|end|left|right|up|down)$/u;
  for (const { key, mac } of contributes.keybindings) for (const pressed of [key, mac ?? key]) expect(pressed === 'ctrl+enter' || pressed === 'cmd+enter' || !typing.test(pressed), pressed).toBe(true);
  // On Windows AltGr is Ctrl+Alt, which types letters of Polish, Hungarian and other layouts; Alt with a letter of these opens a menu.
  for (const { key } of contributes.keybindings) expect(key).not.toMatch(/^(?=.*ctrl\+)(?=.*alt\+).*\+\S$|^alt\+[fesvgrth]$/u);
});

test('a panel left open brings the extension back', () => {
  const events = activationEvents.filter((event) => event.startsWith('onWebviewPanel:'));
  expect(events).toEqual(Object.values(panelViewTypes).map((type) => `onWebviewPanel:${type}`));
  expect(activationEvents).toContain(`onFileSystem:${schemes.descriptions}`);
  expect(main).toBe('./dist/extension.cjs');
});

test('a workspace that is not trusted names neither where pictures go nor what is downloaded', () => {
  expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(['stickerLab.ollama.hosts', 'stickerLab.describe.model']);
});
