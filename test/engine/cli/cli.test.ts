import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDataset } from '../../../engine/dataset/readDataset.ts';
import { datasetFolder } from '../dataset/datasetFolder.ts';

const main = fileURLToPath(new URL('../../../engine/cli/main.ts', import.meta.url));

function run(args: readonly string[], interruptAt?: RegExp): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [main, ...args]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
    if (interruptAt?.test(stderr)) child.kill('SIGINT');
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

let sample: string;
beforeAll(async () => {
  sample = await mkdtemp(path.join(os.tmpdir(), 'cli-sample-'));
  expect((await run(['sample', path.join(sample, 's'), '--count', '60', '--json'])).code).toBe(0);
});
afterAll(() => rm(sample, { recursive: true, force: true }));

/** A sample of 60 stickers, for this test alone. */
async function sampleFolder(): Promise<string> {
  const root = path.join(await datasetFolder({}), 'sample');
  await cp(path.join(sample, 's'), root, { recursive: true });
  return root;
}

test('sample writes the dataset and answers one JSON document', async () => {
  const root = path.join(await datasetFolder({}), 'new', 'sample');
  const { code, stdout, stderr } = await run(['sample', root, '--count', '120', '--seed', '5', '--no-descriptions', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ stickers: 120, splits: { train: 84, validation: 12, test: 24 } });
  expect(stderr).toContain('100 of 120');
  expect(await readdir(root)).not.toContain('descriptions.jsonl');
});

test('inspect finds missing and broken pictures and writes nothing', async () => {
  const root = await sampleFolder();
  const { stickers } = await readDataset(root);
  await writeFile(path.join(root, stickers[0].id), '');
  await writeFile(path.join(root, stickers[1].id), (await readFile(path.join(root, stickers[1].id))).subarray(0, 2000));
  await cp(path.join(root, 'labels.json'), path.join(root, stickers[2].id));
  const before = await readdir(root);
  const { code, stdout } = await run(['inspect', root, '--json']);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as { classes: { label: string; count: number }[]; broken: { id: string; reason: string }[] };
  expect(report).toMatchObject({ layout: 'ser30k', stickers: 60, splits: { train: 42, validation: 6, test: 12 }, missing: [], problems: [] });
  expect(report.classes.map(({ label }) => label)).toEqual(['surprise', 'happiness', 'disgust', 'fear', 'sadness', 'anger', 'neutral']);
  expect(report.classes.reduce((sum, { count }) => sum + count, 0)).toBe(60);
  expect(report.broken.map(({ id }) => id)).toEqual(stickers.slice(0, 3).map(({ id }) => id));
  expect(report.broken[0].reason).toContain('0 bytes');
  expect(await readdir(root)).toEqual(before);
  expect((await run(['inspect', root])).stdout).toContain('ser30k: 60 stickers (42 train, 6 validation, 12 test)');
});

test('export jsonl has exactly its keys and reads back', async () => {
  const root = await sampleFolder();
  const dataset = await readDataset(root);
  const copy = await datasetFolder({});
  const { code, stdout } = await run(['export', root, '--format', 'jsonl', '--out', path.join(copy, 'stickers.jsonl'), '--json']);
  expect([code, JSON.parse(stdout)]).toEqual([0, { written: 60 }]);
  const first = JSON.parse((await readFile(path.join(copy, 'stickers.jsonl'), 'utf8')).split('\n')[0]) as { descriptions: object };
  expect(Object.keys(first)).toEqual(['id', 'split', 'label', 'text', 'descriptions']);
  expect(Object.keys(first.descriptions)).toEqual(['intention', 'style', 'roles', 'details']);
  await cp(path.join(root, 'Images'), path.join(copy, 'Images'), { recursive: true });
  const again = await readDataset(copy);
  const plain = ({ classes, stickers }: typeof dataset) => stickers.map(({ id, split, label, text, descriptions }) => ({ id, split, label: classes[label!], text, descriptions }));
  expect(plain(again)).toEqual(plain(dataset));
  expect(again.problems).toEqual([]);
});

test('export csv reads back with votes', async () => {
  const root = await sampleFolder();
  const copy = await datasetFolder({});
  expect((await run(['export', root, '--format', 'csv', '--out', path.join(copy, 'stickers.csv')])).code).toBe(0);
  const [dataset, again] = [await readDataset(root), await readDataset(copy)];
  const plain = ({ classes, stickers }: typeof dataset) => stickers.map(({ id, split, label, votes, descriptions }) => ({ id, split, label: classes[label!], votes: votes.map((vote) => classes[vote]), descriptions }));
  expect(plain(again)).toEqual(plain(dataset));
});

test('export huggingface names files relative to its folder; mghft marks the four views', async () => {
  const root = await sampleFolder();
  expect((await run(['export', root, '--format', 'huggingface', '--out', root])).code).toBe(0);
  const { file_name: name } = JSON.parse((await readFile(path.join(root, 'metadata.jsonl'), 'utf8')).split('\n')[0]) as { file_name: string };
  expect((await readFile(path.join(root, name))).length).toBeGreaterThan(1000);

  const out = await datasetFolder({});
  expect((await run(['export', root, '--format', 'mghft', '--out', out])).code).toBe(0);
  const { annotations } = JSON.parse(await readFile(path.join(out, 'Annotations_mg/image-level/train.json'), 'utf8')) as { annotations: Record<string, unknown>[] };
  expect(annotations).toHaveLength(42);
  expect(Object.keys(annotations[0])).toEqual(['topic', 'file_name', 'text', 'anno1', 'anno2', 'anno3', 'anno']);
  expect(String(annotations[0]['text']).split(/#The sticker's (?:intention|style|main role|gesture)/)).toHaveLength(5);
  const bare = await datasetFolder({});
  expect((await run(['sample', path.join(bare, 's'), '--count', '60', '--no-descriptions'])).code).toBe(0);
  await cp(path.join(out, 'Annotations_mg'), path.join(bare, 's', 'Annotations_mg'), { recursive: true });
  expect((await readDataset(path.join(bare, 's'))).stickers).toEqual((await readDataset(root)).stickers);
});

test('export refuses every file that exists within the dataset, however it is spelled, and writes none of several', async () => {
  const root = await sampleFolder();
  const link = path.join(await datasetFolder({}), 'link');
  await symlink(root, link);
  const train = 'Annotations/image-level/train.json';
  const before = await readFile(path.join(root, train), 'utf8');
  for (const out of [path.join(root, train), path.join(link, train), path.join(root, 'Images/..', train)]) {
    const { code, stdout } = await run(['export', root, '--format', 'jsonl', '--out', out, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { file: path.resolve(out), remedy: expect.stringContaining('another --out') } });
  }
  expect(await readFile(path.join(root, train), 'utf8')).toBe(before);
  await mkdir(path.join(root, 'Annotations_mg/image-level'), { recursive: true });
  await writeFile(path.join(root, 'Annotations_mg/image-level/test.json'), 'mine');
  expect((await run(['export', root, '--format', 'mghft', '--out', root])).code).toBe(1);
  expect(await readdir(path.join(root, 'Annotations_mg/image-level'))).toEqual(['test.json']);
  expect(await readFile(path.join(root, 'Annotations_mg/image-level/test.json'), 'utf8')).toBe('mine');
  const out = path.join(await datasetFolder({}), 'again.jsonl');
  for (let i = 0; i < 2; i++) expect((await run(['export', root, '--format', 'jsonl', '--out', out])).code).toBe(0);
}, 30_000);

test('a failure names message, file and remedy, also as JSON; exit 1', async () => {
  const root = await datasetFolder({});
  const { code, stdout, stderr } = await run(['inspect', root, '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({ error: { message: 'The folder is empty.', file: root, remedy: expect.stringContaining('label_E.csv') } });
  expect(stderr).toContain(root);
});

test('wrong usage is exit 2 with the usage on stderr and nothing on stdout', async () => {
  for (const args of [[], ['dance'], ['inspect'], ['inspect', 'a', 'b'], ['sample', 'x', '--count', 'many'], ['sample', 'x', '--colour'], ['sample', 'x', '--count', '1000001'], ['export', 'x', '--format', 'jsonl'], ['export', 'x', '--format', 'pdf', '--out', 'y']]) {
    const { code, stdout, stderr } = await run(args);
    expect([args, code, stdout]).toEqual([args, 2, '']);
    expect(stderr).toContain('Usage: sticker-lab');
  }
}, 30_000);

test('with --json, wrong usage is one JSON document too', async () => {
  for (const args of [['dance', '--json'], ['inspect', '--json'], ['sample', 'x', '--colour', '--json'], ['sample', 'x', '--count', 'many', '--json']]) {
    const { code, stdout } = await run(args);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ error: { message: expect.stringMatching(/dance|missing|colour|many/), file: '', remedy: expect.stringContaining('--help') } });
  }
}, 30_000);

test('every command has help', async () => {
  for (const name of ['sample', 'inspect', 'export']) {
    const { code, stdout } = await run([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: sticker-lab ${name} <`);
  }
});

test('Ctrl-C ends with 130 and leaves nothing of the sample', async () => {
  const root = path.join(await datasetFolder({}), 's');
  const { code, stdout } = await run(['sample', root, '--count', '20000', '--json'], /200 of/);
  expect([code, stdout]).toEqual([130, '']);
  expect(await readdir(path.dirname(root))).toEqual([]);
}, 30_000);
