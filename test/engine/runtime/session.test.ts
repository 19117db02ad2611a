import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { loadRuntime } from '../../../engine/runtime/session.ts';

const absent = 'data:text/javascript,' + encodeURIComponent(`import { registerHooks } from 'node:module';
registerHooks({ resolve(name, context, next) { if (name === 'onnxruntime-node') throw new Error('no binding'); return next(name, context); } });`);

test('a missing runtime is named with its platform and what to do', () => {
  expect(() => loadRuntime(() => { throw new Error('Cannot find module'); })).toThrow(expect.objectContaining({
    name: 'StickerLabError', file: 'node_modules/onnxruntime-node', message: expect.stringContaining(`${process.platform}-${process.arch}`), remedy: expect.stringContaining('Install'),
  }));
});

test('train tells its options without the runtime', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', absent, 'engine/cli/main.ts', 'train', '--help']);
  expect(stdout + stderr).toContain('--resume');
});
