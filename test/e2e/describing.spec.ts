import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { View } from '../../engine/dataset/sticker.ts';
import { createBatchConfig } from '../../engine/describe/batchConfig.ts';
import { defaultDescriber } from '../../engine/describe/describerConfig.ts';
import { usualPrompts } from '../../engine/describe/prompts.ts';
import { openDescriptionStore } from '../../engine/store/openDescriptionStore.ts';
import { freePort } from '../../.ci/codeServer.mjs';
import { startOllamaServer, type OllamaServer } from '../support/ollamaServer.ts';
import { embeddingModel, textModel, thinkingModel, visionModel } from '../support/ollamaModels.ts';
import { expect, test as base } from './fixture.ts';
import type { Workbench } from './workbench.ts';

interface Servers {
  /** The host that works: it has a model that takes pictures, and two that take none. */
  readonly good: OllamaServer;
  readonly second: OllamaServer;
  /** Lacks the chosen model, which it can download. */
  readonly bare: OllamaServer;
  /** Answers, but is no Ollama. */
  readonly foreign: OllamaServer;
  /** Of an earlier time. */
  readonly old: OllamaServer;
  /** Nothing listens there. */
  readonly nobody: string;
  /** No address that may be used. */
  readonly wrong: string;
}

const addressOf = (server: OllamaServer | string) => (typeof server === 'string' ? server : server.url);

/** Hosts in several states, named in the settings before the window opens. */
const test = base.extend<{ servers: Servers; named: readonly (keyof Servers)[] }>({
  named: [['good'], { option: true }],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  servers: async ({}, use) => {
    const good = await startOllamaServer({ models: [visionModel, thinkingModel, textModel, embeddingModel] });
    const second = await startOllamaServer();
    const bare = await startOllamaServer({ models: [textModel], registry: [visionModel] });
    const foreign = await startOllamaServer();
    foreign.fault = { kind: 'html', at: '*' };
    const old = await startOllamaServer({ version: '0.1.20' });
    await use({ good, second, bare, foreign, old, nobody: `http://127.0.0.1:${await freePort()}`, wrong: 'http://ann:secret@gpu' });
    await Promise.all([good, second, bare, foreign, old].map((server) => server.stop()));
  },
  // The workspace's settings: VS Code's server takes a machine's own ones from nowhere else but its machine settings.
  dataset: async ({ dataset, servers, named }, use) => {
    await mkdir(path.join(dataset, '.vscode'));
    const settings = { 'stickerLab.ollama.hosts': named.map((name) => ({ url: addressOf(servers[name]) })) };
    await writeFile(path.join(dataset, '.vscode/settings.json'), JSON.stringify(settings));
    await use(dataset);
  },
});

const address = (url: string) => url.replace('http://', '');
const host = (workbench: Workbench, url: string) => workbench.page.locator('.sidebar .monaco-list-row', { hasText: address(url) });
const toast = (workbench: Workbench, text: string | RegExp) => workbench.notifications.filter({ hasText: text });

test.describe('hosts', () => {
  test.use({ named: ['wrong', 'good', 'bare', 'foreign', 'old', 'nobody'], settings: { 'stickerLab.describe.model': visionModel.name } });

  test('the tree shows what each host is up to, its models, and the one thing that helps', async ({ workbench, servers, dataset }) => {
    test.setTimeout(240_000);
    const fault = toast(workbench, 'entry 1 is left out');
    await expect(fault).toContainText('user name or password');
    await expect(fault).not.toContainText('secret');
    await workbench.view('Sticker Lab');
    await expect(host(workbench, servers.good.url)).toContainText('ready');
    await expect(host(workbench, servers.bare.url)).toContainText('lacks the model');
    await expect(host(workbench, servers.foreign.url)).toContainText('no Ollama answers');
    await expect(host(workbench, servers.old.url)).toContainText('too old');
    await expect(host(workbench, servers.nobody)).toContainText(/no Ollama installed|stopped/);
    await workbench.screenshot('hosts-light');
    await host(workbench, servers.bare.url).hover();
    await workbench.screenshot('hosts-hover');
    await workbench.run('Sticker Lab: Choose Model...');
    await expect(workbench.quickInput.locator('.monaco-list-row', { hasText: 'mistral:latest' })).toContainText('cannot be chosen');
    await workbench.screenshot('choose-model');
    await workbench.page.keyboard.press('Escape');

    servers.bare.pull.stepDelay = 400;
    servers.bare.pull.steps = 40;
    await host(workbench, servers.bare.url).hover();
    await host(workbench, servers.bare.url).getByRole('button', { name: 'Pull Model...' }).click();
    const progress = toast(workbench, /[\d.]+ of 4\.\d GB/);
    await expect(progress).toBeVisible();
    await workbench.screenshot('pull-progress');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await expect(progress).toHaveCount(0);
    await expect(host(workbench, servers.bare.url)).toContainText('lacks the model');
    servers.bare.pull.stepDelay = 0;
    await host(workbench, servers.bare.url).hover();
    await host(workbench, servers.bare.url).getByRole('button', { name: 'Pull Model...' }).click();
    await expect(toast(workbench, 'is on')).toBeVisible();
    await expect(host(workbench, servers.bare.url)).toContainText('ready');
    await workbench.screenshot('pull-done');

    await workbench.run('Sticker Lab: Choose Model...');
    await workbench.quickPick(thinkingModel.name);
    await expect(workbench.page.locator('.sidebar .monaco-list-row', { hasText: thinkingModel.name })).toContainText('chosen');
    await expect(host(workbench, servers.bare.url)).toContainText('lacks the model');
    await workbench.run('Sticker Lab: Add Host...');
    await workbench.answer('gpu');
    await expect(workbench.quickInput).toContainText('not an address');
    await workbench.answer(servers.second.url);
    await expect.poll(() => servers.second.requests.length).toBeGreaterThan(0);
    await workbench.screenshot('hosts-chosen');
    expect(JSON.parse(await readFile(path.join(dataset, '.vscode/settings.json'), 'utf8'))).toMatchObject({ 'stickerLab.ollama.hosts': expect.arrayContaining([{ url: servers.second.url }]) });
  });
});

test.describe('a batch', () => {
  test.use({ named: ['good', 'second'], theme: 'dark' });

  test('stickers are described by two hosts after a plan; one fails on the way, and nothing is lost', async ({ workbench, servers, dataset }) => {
    test.setTimeout(240_000);
    await rm(path.join(dataset, 'descriptions.jsonl'));
    await workbench.run('Sticker Lab: Reload Dataset');
    for (const server of [servers.good, servers.second]) server.delay = 25;
    await workbench.run('Sticker Lab: Describe Stickers...');
    await workbench.screenshot('describe-policy');
    await workbench.quickPick('What is missing');
    await expect(toast(workbench, 'Timing a dozen stickers')).toBeVisible();
    await workbench.screenshot('describe-timing');
    const rows = workbench.quickInput.locator('.monaco-list-row');
    await expect(rows.filter({ hasText: servers.second.url })).toContainText('s/sticker', { timeout: 90_000 });
    await expect(rows.filter({ hasText: 'Start' })).toContainText(/\d+ stickers, \d+ texts, about/);
    await workbench.screenshot('describe-plan');
    await workbench.quickPick('Start');
    await expect(workbench.statusBar).toContainText(/\d+ of 210 described/);
    servers.second.fault = { kind: 'drop', after: 0, at: '*' };
    await workbench.panel('descriptions');
    await expect(workbench.statusBar.locator('.warning-kind, .statusbar-item.warning-kind')).toHaveCount(1, { timeout: 60_000 });
    await workbench.screenshot('describe-trouble');
    await expect(workbench.statusBar).not.toContainText('described', { timeout: 120_000 });
    await workbench.screenshot('describe-done');
  });
});

const sticker = 'Images/01-robot-night/sticker_1.jpg';

/** Writes as another window or the terminal does. */
async function editElsewhere(dataset: string, view: View, text: string): Promise<void> {
  const { descriptions: store } = await openDescriptionStore(path.join(dataset, '.sticker-lab'));
  const basedOn = store.find(sticker, view)?.id ?? 0;
  store.change({ title: 'Edit', who: 'Bob', continues: null }, [{ sticker, view, text, state: 'edited', generation: null, basedOn }]);
  store.close();
}

async function storedText(dataset: string, view: View) {
  const { descriptions: store } = await openDescriptionStore(path.join(dataset, '.sticker-lab'));
  const found = store.find(sticker, view);
  store.close();
  return found && { text: found.text, state: found.state };
}

async function openAsText(workbench: Workbench): Promise<void> {
  await workbench.panel('gallery');
  await workbench.run('Sticker Lab: Open Descriptions as Text');
  await workbench.quickPick('sticker_1.jpg');
  await expect(workbench.tab(/sticker_1\.jpg/)).toBeVisible();
  await expect(line(workbench, '## Intention')).toBeVisible();
}

const line = (workbench: Workbench, text: string) => workbench.page.locator('.monaco-editor .view-line').filter({ hasText: text });
const isDirty = (workbench: Workbench) => workbench.tab(/sticker_1\.jpg/).evaluate((tab) => tab.classList.contains('dirty'));

async function typeBelow(workbench: Workbench, heading: string, text: string): Promise<void> {
  await line(workbench, heading).click();
  await workbench.page.keyboard.press('End');
  await workbench.page.keyboard.type(`\n\n${text}`);
}

test.describe('as text', () => {
  test('four views are edited as one document; what cannot be read is not saved, and what changed elsewhere is not written over', async ({ workbench, dataset }) => {
    await openAsText(workbench);
    await workbench.screenshot('as-text');
    await typeBelow(workbench, '## Style', 'Drawn by hand.');
    await workbench.page.keyboard.press('Control+S');
    await expect.poll(async () => (await storedText(dataset, 'style'))?.text ?? '').toMatch(/^Drawn by hand\.\n\n\S/);
    await expect.poll(() => isDirty(workbench)).toBe(false);
    expect(await storedText(dataset, 'roles')).toBeNull();

    // Where nothing is being typed, what others write shows by itself.
    await editElsewhere(dataset, 'details', 'Bob looked closely.');
    await expect(line(workbench, 'Bob looked closely.')).toBeVisible();

    await line(workbench, '## Roles').click();
    for (const key of ['Home', 'Shift+End', 'Delete', 'Control+S']) await workbench.page.keyboard.press(key);
    await expect(toast(workbench, 'is missing')).toBeVisible();
    await workbench.screenshot('as-text-refused');
    expect(await storedText(dataset, 'roles')).toBeNull();
    await workbench.page.keyboard.press('Control+Z');
    await workbench.page.keyboard.press('Control+S');
    await expect.poll(() => isDirty(workbench)).toBe(false);

    await typeBelow(workbench, '## Intention', 'Ann was here.');
    await editElsewhere(dataset, 'intention', 'Bob was here.');
    await workbench.page.waitForTimeout(2500);
    expect(await isDirty(workbench)).toBe(true);
    await workbench.page.keyboard.press('Control+S');
    await expect(toast(workbench, 'newer')).toBeVisible();
    await workbench.screenshot('as-text-conflict');
    expect(await storedText(dataset, 'intention')).toMatchObject({ text: 'Bob was here.' });
    await toast(workbench, 'newer').getByRole('button', { name: 'Overwrite' }).click();
    await expect.poll(() => isDirty(workbench)).toBe(false);
    await expect.poll(async () => (await storedText(dataset, 'intention'))?.text).toMatch(/^Ann was here\./);
  });
});

test('prompts are checked while they are edited, and shown as a model gets them', async ({ workbench }) => {
  await workbench.panel('gallery');
  await workbench.run('Sticker Lab: Edit Prompts');
  await expect(workbench.tab('prompts.md')).toBeVisible();
  await line(workbench, 'Who or what are the main roles').click();
  await workbench.page.keyboard.press('End');
  await workbench.page.keyboard.type(' {hero} {label}');
  await expect(workbench.statusBar.getByRole('button', { name: /Errors: 1, Warnings: 1/ })).toBeVisible();
  await workbench.run('Problems: Focus on Problems View');
  await workbench.screenshot('prompt-problems');
  await expect(workbench.page.locator('.markers-panel')).toContainText('There is no variable {hero}');
  await workbench.run('Sticker Lab: Preview Prompts');
  await workbench.quickPick('sticker_1.jpg');
  await expect(workbench.tab('sticker_1.jpg prompts.md')).toBeVisible();
  await expect(line(workbench, '## Round 1: intention')).toBeVisible();
  await workbench.screenshot('prompt-preview');
});

test('texts are taken in from a file after a look at what it brings, and the dataset is written out', async ({ workbench, dataset }) => {
  await workbench.panel('gallery');
  await editElsewhere(dataset, 'style', 'Bob drew it.');
  const file = path.join(dataset, 'more.jsonl');
  const entry = (id: string, style: string) => JSON.stringify({ id, descriptions: { style, roles: 'A robot with ears.' } });
  await writeFile(file, `${entry(sticker, 'Flat.')}\n${entry('Images/nowhere.png', 'None.')}\n{"id":"half`);
  await workbench.run('Sticker Lab: Import Descriptions...');
  await expect(workbench.quickInput).toContainText('Import Descriptions into');
  const rows = workbench.quickInput.locator('.monaco-list-row');
  // The dialog passes over an Enter while it looks the typed path up, and the next list comes in its place.
  await expect(async () => {
    if (await workbench.quickInput.filter({ hasText: 'Import Descriptions into' }).isVisible()) await workbench.answer(file);
    await expect(rows.filter({ hasText: 'Take 1 new text' })).toBeVisible({ timeout: 4000 });
  }).toPass({ timeout: 30_000 });
  await expect(rows.filter({ hasText: 'write over 1 text that a person wrote' })).toBeVisible();
  await workbench.screenshot('import-choice');
  await workbench.quickPick('Take 1 new text');
  await expect(toast(workbench, 'One undo takes them back')).toBeVisible();
  expect(await storedText(dataset, 'style')).toMatchObject({ text: 'Bob drew it.' });
  expect(await storedText(dataset, 'roles')).toMatchObject({ text: 'A robot with ears.' });
  await workbench.run('Sticker Lab: Undo Change of Descriptions');
  await expect(workbench.statusBar).toContainText('Undone: Import more.jsonl');
  await expect.poll(async () => (await storedText(dataset, 'roles'))?.text ?? '').not.toBe('A robot with ears.');
  // A palette that answers late is opened again, which closes the list.
  await expect(async () => {
    await workbench.run('Sticker Lab: Export Dataset...');
    await workbench.quickInput.locator('.monaco-list-row', { hasText: 'JSONL' }).first().click({ timeout: 4000 });
  }).toPass({ timeout: 60_000 });
  const out = path.join(dataset, 'out.jsonl');
  await expect(workbench.quickInput.locator('input')).toHaveValue(/descriptions\.jsonl$/);
  await workbench.answerFile(out);
  await expect(toast(workbench, '210 stickers are written to out.jsonl')).toBeVisible();
  expect(await readFile(out, 'utf8')).toContain('Bob drew it.');
});

test('what the checks find stands in the Problems panel, opens at its heading, and is mended by a quick fix that can be undone', async ({ workbench, dataset }) => {
  await workbench.panel('gallery');
  await editElsewhere(dataset, 'style', 'I\'m sorry, but I cannot see the image you are referring to.');
  await editElsewhere(dataset, 'details', '');
  await workbench.run('Problems: Focus on Problems View');
  const problems = workbench.page.locator('.markers-panel .monaco-list-row');
  const refusal = problems.filter({ hasText: 'is no description' });
  await expect(refusal).toBeVisible({ timeout: 40_000 });
  await expect(problems.filter({ hasText: 'The details of' })).toContainText('is missing');
  await workbench.screenshot('problems');
  await refusal.dblclick();
  await expect(workbench.tab(/sticker_1\.jpg/)).toBeVisible();
  await expect(workbench.statusBar).toContainText('Ln 7,');
  const fixes = workbench.page.locator('.action-widget .monaco-list-row');
  // The editor takes the key only once it has the focus, and the menu closes where it loses it again.
  await expect(async () => {
    await line(workbench, '## Style').click();
    await workbench.page.keyboard.press('Control+.');
    await expect(fixes.filter({ hasText: 'Regenerate Style' })).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  await workbench.screenshot('quick-fixes');
  await fixes.filter({ hasText: 'Reject Style' }).click();
  await expect.poll(() => storedText(dataset, 'style')).toMatchObject({ state: 'rejected' });
  await expect(refusal).toHaveCount(0, { timeout: 40_000 });
  await workbench.screenshot('quick-fix-done');
  await toast(workbench, 'Reject style: done').getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => storedText(dataset, 'style')).toMatchObject({ state: 'edited' });
});

test('a batch whose process is gone is asked about once, and goes on', async ({ workbench, servers, dataset }) => {
  await workbench.panel('gallery');
  await rm(path.join(dataset, 'descriptions.jsonl'));
  const { descriptions, batches } = await openDescriptionStore(path.join(dataset, '.sticker-lab'));
  const ids = [1, 2, 3].map((number) => sticker.replace('_1', `_${number}`));
  batches.setState(batches.add(ids, createBatchConfig('missing', defaultDescriber, usualPrompts)).id, 'running');
  descriptions.close();
  await workbench.run('Sticker Lab: Reload Dataset');
  const question = toast(workbench, 'was interrupted: 3 of 3 stickers are left');
  await expect(question).toBeVisible();
  await workbench.screenshot('interrupted');
  await question.getByRole('button', { name: 'Resume' }).click();
  await expect.poll(() => storedText(dataset, 'details')).toMatchObject({ state: 'generated' });
  expect(servers.good.requests.some((request) => request.path === '/api/chat')).toBe(true);
});
