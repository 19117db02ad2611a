import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Dataset } from '../../../engine/dataset/dataset.ts';
import { applySettings } from '../../../engine/train/applySettings.ts';
import { presets } from '../../../engine/train/presets.ts';
import type { RunConfig } from '../../../engine/train/runConfig.ts';
import { openRunSources } from '../../../engine/train/runSources.ts';
import { runCommand } from '../../support/commandLine.ts';
import { writeLineDataset } from '../../support/lineDataset.ts';
import { microSettings, settingFlags } from '../../support/microSettings.ts';
import { readJson } from './trainingRun.ts';

/** Of 30 words: a micro run reads 16 word pieces. */
const long = (word: string) => Array<string>(30).fill(word).join(' ');

let folder: string;
let dataset: Dataset;
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'run-sources-'));
  const lines = Array.from({ length: 8 }, (_, i) => ({ label: i % 2 === 0 ? 'anger' : 'joy', split: i < 4 ? 'train' : 'val', colour: '#c02020', text: 'smiles' }));
  dataset = await writeLineDataset(at('lines'), lines.map((line, i) => {
    if (i === 0) return { ...line, descriptions: { intention: long('waves'), style: 'smiles', roles: long('cat'), details: 'waves' } };
    return i === 5 ? { ...line, descriptions: { style: long('waves') } } : line;
  }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function openSources(settings: Readonly<Record<string, string>>) {
  const config = { training: applySettings(presets.tiny, { ...microSettings, ...settings }), pretrained: { vision: null, text: null } } satisfies Pick<RunConfig, 'training' | 'pretrained'>;
  return openRunSources(at(JSON.stringify(settings)), dataset, config, {}, new AbortController().signal, () => undefined);
}

test('a run\'s text features are pooled as its setting says: over pieces or positions is the same for a text that fills them all', async () => {
  const [pieces, positions] = [await openSources({ 'text.pooling': 'pieces' }), await openSources({ 'text.pooling': 'positions' })];
  const difference = (text: string) => {
    const other = positions.features.feature(text);
    return Math.max(...pieces.features.feature(text).map((x, i) => Math.abs(x - other[i])));
  };
  expect(difference(long('waves'))).toBeLessThan(1e-5);
  for (const text of ['smiles', 'waves']) expect(difference(text)).toBeGreaterThan(1e-2);
});

test('texts that were cut are counted, each once; with room for all of them nothing is said', async () => {
  expect((await openSources({})).notes).toEqual(['2 texts were cut: longer than 16 word pieces.']);
  expect((await openSources({ 'text.maxLength': '64' })).notes).toEqual([]);
});

test('a training says in its config and on the terminal that texts were cut', async () => {
  const note = '2 texts were cut: longer than 16 word pieces.';
  const { code, stderr } = await runCommand(['train', dataset.root, '--run', at('run'), '--preset', 'tiny', '--device', 'cpu', '--epochs', '1', ...settingFlags(microSettings)]);
  expect({ code, said: stderr.split('\n').filter((line) => line.includes('cut:')) }).toEqual({ code: 0, said: [note] });
  expect((await readJson<RunConfig>(at('run'), 'config.json')).notes).toContain(note);
});
