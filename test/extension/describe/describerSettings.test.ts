import { expect, test } from 'vitest';
import { defaultDescriber } from '../../../engine/describe/describerConfig.ts';
import { settingDefaults, type Settings } from '../../../extension/contributions.ts';
import { describerSettings, hostAddress, urlFault } from '../../../extension/describe/describerSettings.ts';

const given = (values: Partial<Record<keyof Settings, unknown>>) => describerSettings((id) => (id in values ? values[id] : settingDefaults[id]));
const hosts = (entries: unknown) => given({ 'stickerLab.ollama.hosts': entries });

test('the settings\' defaults are the engine\'s own', () => {
  expect(given({})).toEqual({ config: defaultDescriber, faults: [] });
});

test('each setting reaches the describer', () => {
  const { config, faults } = given({
    'stickerLab.ollama.hosts': [{ url: 'https://gpu.example/ollama/', headers: { Authorization: 'Bearer x' } }],
    'stickerLab.describe.model': ' minicpm-v ', 'stickerLab.describe.mode': 'structured', 'stickerLab.describe.temperature': 0, 'stickerLab.describe.contextLength': 16384,
    'stickerLab.describe.answerTokens': 200, 'stickerLab.describe.seed': 7, 'stickerLab.describe.allowLabel': true, 'stickerLab.describe.answerLimit': 60, 'stickerLab.describe.loadLimit': 120,
  });
  expect(config).toEqual({
    hosts: [{ url: 'https://gpu.example/ollama', headers: { Authorization: 'Bearer x' } }], model: 'minicpm-v', mode: 'structured',
    options: { temperature: 0, num_ctx: 16384, num_predict: 200 }, seed: 7, allowLabel: true, answerLimit: 60, loadLimit: 120,
  });
  expect(faults).toEqual([]);
});

test('a bad host is left out with one message that says why, and the others still work', () => {
  const { config, faults } = hosts([
    { url: 'http://a:1' }, {}, 7, null, { url: 'ftp://b' }, { url: 'no address' }, { url: 'http://me:secret@c' }, { url: 'http://d', headers: { X: 1 } },
    { url: 'http://e', headers: { 'X-Key': 'a\nInjected: b' } }, { url: 'http://f', headers: [] }, { url: 'http://a:1/' }, { url: 'http://g?x=1' }, 'http://h', { url: 'http://i' },
  ]);
  expect(config.hosts.map(({ url }) => url)).toEqual(['http://a:1', 'http://i']);
  expect(faults.map((fault) => /entry (\d+)/u.exec(fault)?.[1])).toEqual(['2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13']);
  expect(faults.join(' ')).not.toContain('secret');
  expect(faults.join(' ')).not.toContain('Injected');
});

test('a list that is none leaves no host, and an empty one is no fault', () => {
  expect(hosts('http://a')).toMatchObject({ config: { hosts: [] }, faults: [expect.stringContaining('list')] });
  expect(hosts([])).toMatchObject({ config: { hosts: [] }, faults: [] });
});

test('a value of the wrong kind gives way to the usual one', () => {
  const { config, faults } = given({ 'stickerLab.describe.model': 3, 'stickerLab.describe.mode': 'chat', 'stickerLab.describe.temperature': '0.2', 'stickerLab.describe.seed': -1, 'stickerLab.describe.answerLimit': Number.NaN });
  expect(config).toEqual(defaultDescriber);
  expect(faults).toHaveLength(5);
});

test('addresses have one spelling', () => {
  expect(hostAddress(' HTTP://LocalHost:11434/ ')).toBe('http://localhost:11434');
  expect(urlFault('http://127.0.0.1:11434')).toBeNull();
});
