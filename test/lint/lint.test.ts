import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly filename: string;
}

let diagnostics: readonly Diagnostic[] = [];

beforeAll(() => {
  const { stdout } = spawnSync(
    process.execPath,
    ['node_modules/oxlint/bin/oxlint', '-c', 'test/lint/violations.config.mjs', '--format', 'json', 'test/lint/violations'],
    { cwd: root, encoding: 'utf8' },
  );
  diagnostics = (JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics;
});

const found = (code: string): string[] =>
  diagnostics
    .filter((one) => one.code === code)
    .map(({ filename, message }) => `${filename.replaceAll('\\', '/').replace('test/lint/violations/', '')}: ${message}`)
    .toSorted();

test('a lower engine folder importing a higher one, a webview importing the engine and a protocol importing values are flagged', () => {
  expect(found('sticker-lab(walls)').filter((line) => !line.includes('importsPackages') && !line.includes('toolkit'))).toEqual([
    expect.stringContaining('engine/onnx/importsUpwards.ts: engine/onnx may not import engine/graph/any.ts'),
    expect.stringContaining('extension/protocol/importsValues.ts: extension/protocol may not import engine/dataset/cycleEnd.ts'),
    expect.stringContaining('webview/gallery/importsEngine.ts: webview may not import engine/dataset/cycleStart.ts'),
  ]);
});

test('packages outside the one place that may import them are flagged, dynamic imports too', () => {
  for (const name of ['onnxruntime-node', 'sharp', 'vscode', '@vscode/webview-ui-toolkit']) {
    expect(found('sticker-lab(walls)').filter((line) => line.includes(`may not import ${name}:`))).toHaveLength(1);
  }
});

test('a cycle is flagged at both its ends', () => {
  expect(found('import(no-cycle)').map((line) => line.split(':')[0])).toEqual(['engine/dataset/cycleEnd.ts', 'engine/dataset/cycleStart.ts']);
});

test('a promise nobody waits for is flagged, which needs type information', () => {
  expect(found('typescript(no-floating-promises)')).toHaveLength(1);
});

test('any is flagged', () => {
  expect(found('typescript(no-explicit-any)')).toHaveLength(1);
});
