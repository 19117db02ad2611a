import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { decodePicture } from '../../../engine/images/decodePicture.ts';
import { loadSharp } from '../../../engine/images/sharp.ts';
import { datasetFolder } from '../dataset/datasetFolder.ts';

const sharpFile = fileURLToPath(new URL('../../../engine/images/sharp.ts', import.meta.url));
const decodeFile = fileURLToPath(new URL('../../../engine/images/decodePicture.ts', import.meta.url));

const inNode = (code: string) => promisify(execFile)(process.execPath, ['--input-type=module-typescript', '-e', code]);

test.skipIf(process.platform !== 'linux')('the wasm build taken inside Electron gives the same pixels as the native one', async () => {
  const sharp = await loadSharp();
  const noise = await sharp({ create: { width: 120, height: 90, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } } }).jpeg().toBuffer();
  const file = path.join(await datasetFolder({ 'a.jpg': noise }), 'a.jpg');
  const { stdout } = await inNode(`
    import { createHash } from 'node:crypto';
    import { createRequire } from 'node:module';
    import { loadSharp } from ${JSON.stringify(sharpFile)};
    import { decodePicture } from ${JSON.stringify(decodeFile)};
    await loadSharp(true);
    const wasm = Object.keys(createRequire(import.meta.url).cache).some((name) => name.includes('sharp-wasm32'));
    const native = process.report.getReport().sharedObjects.some((name) => name.includes('libvips'));
    console.log(wasm, native, createHash('sha256').update((await decodePicture(${JSON.stringify(file)}, 48)).pixels).digest('hex'));
    process.exit(0);`);
  expect(stdout.trim()).toBe(`true false ${createHash('sha256').update((await decodePicture(file, 48)).pixels).digest('hex')}`);
}, 30_000);

test.skipIf(process.platform !== 'linux')('pixels kept from the wasm build stay what they were when its memory is used again', async () => {
  const sharp = await loadSharp();
  const pictures = await Promise.all(Array.from({ length: 12 }, async (_, i) => [`${i}.png`, await sharp({ create: { width: 64, height: 64, channels: 3, background: { r: 20 * i, g: 0, b: 0 } } }).png().toBuffer()] as const));
  const folder = await datasetFolder(Object.fromEntries(pictures));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--input-type=module-typescript', '-e', `
    import { loadSharp } from ${JSON.stringify(sharpFile)};
    import { decodePicture } from ${JSON.stringify(decodeFile)};
    await loadSharp(true);
    const decode = (i) => decodePicture(${JSON.stringify(folder)} + '/' + i + '.png', 64);
    const kept = await decode(0);
    for (let i = 1; i < 12; i++) {
      globalThis.gc();
      await new Promise((done) => setTimeout(done, 5));
      await decode(i);
    }
    console.log(kept.pixels.every((value) => value === 0), kept.pixels.buffer instanceof SharedArrayBuffer);
    process.exit(0);`]);
  expect(stdout.trim()).toBe('true false');
}, 30_000);

test('without a build for this platform the message names the package and the remedy', async () => {
  const { stdout } = await inNode(`
    import { registerHooks } from 'node:module';
    import { loadSharp } from ${JSON.stringify(sharpFile)};
    registerHooks({ resolve: (name, context, next) => { if (name.startsWith('@img/sharp-')) throw new Error('no build'); return next(name, context); } });
    await loadSharp().catch(({ name, message, file, remedy }) => console.log(JSON.stringify({ name, message, file, remedy })));
    process.exit(0);`);
  expect(JSON.parse(stdout)).toEqual({
    name: 'StickerLabError', message: expect.stringContaining(`${process.platform}-${process.arch}`), file: 'node_modules/sharp', remedy: expect.stringContaining('Install the Sticker Lab package'),
  });
});
